import { crc32 } from "node:zlib";
import { CAPTURE_FORM } from "@probewarden/contract";
import { whyNotFrame } from "./check-frame.ts";
import type { MayStand } from "./may-stand.ts";

/** Blocks (draft-ietf-opsawg-pcapng, 4): what stands at the beginning, octet by octet. */
const BEGINNING = Buffer.concat([
  Buffer.from("0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000", "hex"),
  ...[0, 1].map(() => interfaceDescription()),
]);
const ENHANCED_PACKET = 6;
const HEAD_OCTETS = 28;
const TAIL_OCTETS = 4;
const FCS_OCTETS = 4;
const FCS_AT_END = 0x10;

/** Radiotap: where the present word stands, and size and alignment of the fields that may be there. */
const RADIOTAP_FIXED_OCTETS = 8;
const FIELDS = [
  { bit: 0, size: 8, align: 8 },
  { bit: 1, size: 1, align: 1 },
  { bit: 2, size: 1, align: 1 },
  { bit: 3, size: 4, align: 2 },
  { bit: 5, size: 1, align: 1 },
] as const;
const FLAGS_BIT = 1;

/**
 * Reads the capture of an excerpt as a stranger's: every octet of it must be what the form has room for, every address and name one that may
 * stand there or a pseudonym. Returns how many frames it holds, or why it is not taken.
 */
export function checkCapture(octets: Buffer, mayStand: MayStand): number | string {
  if (!octets.subarray(0, BEGINNING.length).equals(BEGINNING)) return "does not begin as an excerpt does";
  let at = BEGINNING.length;
  let frames = 0;
  while (at < octets.length) {
    const block = blockAt(octets, at);
    if (typeof block === "string") return block;
    const why = whyNotPacket(block, mayStand);
    if (why !== undefined) return why;
    at += block.length;
    frames++;
  }
  return frames;
}

function blockAt(octets: Buffer, at: number): Buffer | string {
  if (at + HEAD_OCTETS + TAIL_OCTETS > octets.length) return "ends inside a block";
  const length = octets.readUInt32LE(at + 4);
  if (octets.readUInt32LE(at) !== ENHANCED_PACKET) return "has a block that holds no frame";
  if (length % 4 !== 0 || length < HEAD_OCTETS + TAIL_OCTETS || at + length > octets.length)
    return "has a block of an impossible length";
  return octets.subarray(at, at + length);
}

function whyNotPacket(block: Buffer, mayStand: MayStand): string | undefined {
  const end = block.length - TAIL_OCTETS;
  const kept = block.readUInt32LE(20);
  const missing = block.readUInt32LE(24) - kept;
  const radio = block.readUInt32LE(8);
  if (block.readUInt32LE(end) !== block.length) return "has a block whose two lengths differ";
  if (kept > CAPTURE_FORM.snapLength || HEAD_OCTETS + kept + (-kept & 3) !== end)
    return "has a frame of an impossible length";
  if (block.subarray(HEAD_OCTETS + kept, end).some((octet) => octet !== 0)) return "has something in its padding";
  if (missing !== 0 && missing !== CAPTURE_FORM.missingOctets) return "has a frame that was cut in another way";
  if (radio !== CAPTURE_FORM.checkedInterface && radio !== CAPTURE_FORM.uncheckedInterface)
    return "has a frame of a radio that is not described";
  const captured = block.subarray(HEAD_OCTETS, HEAD_OCTETS + kept);
  const flags = flagsOf(captured);
  if (typeof flags === "string") return flags;
  const isChecked = radio === CAPTURE_FORM.checkedInterface;
  if (flags.flags !== (isChecked ? FCS_AT_END : 0)) return "has a frame whose headers contradict each other";
  let frame = captured.subarray(flags.length);
  if (isChecked) {
    if (missing !== 0 || frame.length < FCS_OCTETS) return "has a frame whose headers contradict each other";
    const sum = frame.readUInt32LE(frame.length - FCS_OCTETS);
    frame = frame.subarray(0, -FCS_OCTETS);
    if (crc32(frame) !== sum) return "has a wrong check sequence";
  }
  return whyNotFrame(frame, mayStand);
}

/** The flags of a radiotap header of the one form that a sensor writes, and its length; or what is wrong with it. */
function flagsOf(octets: Buffer): { flags: number; length: number } | string {
  const wrong = "has a radio header that no sensor writes";
  if (octets.length < RADIOTAP_FIXED_OCTETS || octets.readUInt16LE(0) !== 0) return wrong;
  const length = octets.readUInt16LE(2);
  const present = octets.readUInt32LE(4);
  if ((present & ~CAPTURE_FORM.radiotapFields) !== 0 || (present & (1 << FLAGS_BIT)) === 0) return wrong;
  let at = RADIOTAP_FIXED_OCTETS;
  let flags = 0;
  for (const { bit, size, align } of FIELDS) {
    if ((present & (1 << bit)) === 0) continue;
    const start = at + (-at & (align - 1));
    if (octets.subarray(at, start).some((octet) => octet !== 0)) return wrong;
    if (bit === FLAGS_BIT) flags = octets[start] ?? -1;
    at = start + size;
  }
  return at === length && length <= octets.length ? { flags, length } : wrong;
}

function interfaceDescription(): Buffer {
  const block = Buffer.from("0100000014000000000000000000000014000000", "hex");
  block.writeUInt16LE(CAPTURE_FORM.radiotap, 8);
  block.writeUInt32LE(CAPTURE_FORM.snapLength, 12);
  return block;
}
