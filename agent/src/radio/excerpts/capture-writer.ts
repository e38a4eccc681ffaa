import { CAPTURE_FORM } from "@probewarden/contract";
import { computeFcs, FCS_OCTETS } from "../dot11/fcs.ts";
import type { KeptFrame } from "./kept-figures.ts";
import type { RedactedOctets } from "./redact-frame.ts";

/** Block types (draft-ietf-opsawg-pcapng, 4). */
const SECTION_HEADER = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
/** Block type, two lengths, interface, time in two halves, two lengths of the frame. */
const PACKET_OVERHEAD_OCTETS = 32;
/** Of these, what stands before the frame. */
const PACKET_HEAD_OCTETS = 28;

/** Radiotap (https://www.radiotap.org/): bits of the present word, in the order of the fields. */
const TSFT = 1 << 0;
const FLAGS = 1 << 1;
const RATE = 1 << 2;
const CHANNEL = 1 << 3;
const SIGNAL = 1 << 5;
const FIXED_OCTETS = 8;
/** Those, and all five fields. */
const MOST_RADIO_OCTETS = FIXED_OCTETS + 16;
const FCS_AT_END = 0x10;
const RATE_UNIT_KBPS = 500;
const MOST_RATE = 255;
const MOST_TSFT = 2 ** 63;
const MOST_CHANNEL_MHZ = 65_535;
const MOST_DBM = 127;
/** Channel flags: 2.4 GHz or 5 GHz spectrum. */
const GHZ_2 = 0x0080;
const GHZ_5 = 0x0100;
const BELOW_5_GHZ_MHZ = 3_000;

/** Writes the capture of an excerpt in the form of {@link CAPTURE_FORM}. */
export class CaptureWriter {
  readonly #blocks: Buffer[] = [sectionHeader(), interfaceDescription(), interfaceDescription()];
  #octets = this.#blocks.reduce((sum, it) => sum + it.length, 0);

  /** Octets that are written. */
  get octets(): number {
    return this.#octets;
  }

  /** Adds a frame: what was kept of how it arrived, and its octets as they may leave. `withLevel`: at which level. Returns its octets in the file. */
  add(kept: KeptFrame, frame: RedactedOctets, withLevel: boolean): number {
    const block = packet(kept, frame, withLevel);
    this.#blocks.push(block);
    this.#octets += block.length;
    return block.length;
  }

  file(): Buffer {
    return Buffer.concat(this.#blocks);
  }
}

function packet(kept: KeptFrame, { octets, isCut }: RedactedOctets, withLevel: boolean): Buffer {
  const isChecked = kept.isChecked && !isCut;
  const radio = Buffer.alloc(MOST_RADIO_OCTETS);
  const radioOctets = writeRadiotap(radio, kept, isChecked, withLevel);
  const captured = radioOctets + octets.length + (isChecked ? FCS_OCTETS : 0);
  const length = PACKET_OVERHEAD_OCTETS + captured + (-captured & 3);
  const ticks = BigInt(Math.round(kept.atSeconds * 1e6));
  const block = Buffer.alloc(length);
  block.writeUInt32LE(ENHANCED_PACKET, 0);
  block.writeUInt32LE(length, 4);
  block.writeUInt32LE(isChecked ? CAPTURE_FORM.checkedInterface : CAPTURE_FORM.uncheckedInterface, 8);
  block.writeUInt32LE(Number(ticks >> 32n), 12);
  block.writeUInt32LE(Number(ticks & 0xffff_ffffn), 16);
  block.writeUInt32LE(captured, 20);
  block.writeUInt32LE(captured + (isCut ? CAPTURE_FORM.missingOctets : 0), 24);
  block.set(radio.subarray(0, radioOctets), PACKET_HEAD_OCTETS);
  const at = PACKET_HEAD_OCTETS + radioOctets;
  block.set(octets, at);
  // It was right, of octets some of which stand here as others: so it is right of these too.
  if (isChecked) block.writeUInt32LE(computeFcs(octets, 0, octets.length) >>> 0, at + octets.length);
  block.writeUInt32LE(length, length - 4);
  return block;
}

/** Writes the radio header into octets that are zero; returns its length. */
function writeRadiotap(
  into: Buffer,
  { tsftMicroseconds, rateKbps, channelMhz, rssiDbm }: KeptFrame,
  isChecked: boolean,
  withLevel: boolean,
): number {
  const rate = Math.round(rateKbps / RATE_UNIT_KBPS);
  let present = FLAGS;
  let at = FIXED_OCTETS;
  if (tsftMicroseconds >= 0 && tsftMicroseconds < MOST_TSFT) {
    present |= TSFT;
    at = into.writeBigUInt64LE(BigInt(Math.floor(tsftMicroseconds)), at);
  }
  into[at++] = isChecked ? FCS_AT_END : 0;
  if (rate > 0 && rate <= MOST_RATE) {
    present |= RATE;
    into[at++] = rate;
  }
  if (channelMhz > 0 && channelMhz <= MOST_CHANNEL_MHZ) {
    present |= CHANNEL;
    // Two-octet fields stand at even offsets.
    at += at & 1;
    at = into.writeUInt16LE(channelMhz, at);
    at = into.writeUInt16LE(channelMhz < BELOW_5_GHZ_MHZ ? GHZ_2 : GHZ_5, at);
  }
  if (withLevel && !Number.isNaN(rssiDbm)) {
    present |= SIGNAL;
    at = into.writeInt8(Math.max(-MOST_DBM, Math.min(Math.round(rssiDbm), MOST_DBM)), at);
  }
  into.writeUInt16LE(at, 2);
  into.writeUInt32LE(present, 4);
  return at;
}

function sectionHeader(): Buffer {
  const block = Buffer.alloc(28, 0xff);
  block.writeUInt32LE(SECTION_HEADER, 0);
  block.writeUInt32LE(28, 4);
  block.writeUInt32LE(BYTE_ORDER_MAGIC, 8);
  block.writeUInt16LE(1, 12);
  block.writeUInt16LE(0, 14);
  // Section length -1: not said.
  block.writeUInt32LE(28, 24);
  return block;
}

/** Time stamps in microseconds, which is what is meant where nothing is said (4.2, if_tsresol). */
function interfaceDescription(): Buffer {
  const block = Buffer.alloc(20);
  block.writeUInt32LE(INTERFACE_DESCRIPTION, 0);
  block.writeUInt32LE(20, 4);
  block.writeUInt16LE(CAPTURE_FORM.radiotap, 8);
  block.writeUInt32LE(CAPTURE_FORM.snapLength, 12);
  block.writeUInt32LE(20, 16);
  return block;
}
