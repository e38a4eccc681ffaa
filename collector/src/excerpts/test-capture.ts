import { createHash } from "node:crypto";
import { CAPTURE_FORM, type Excerpt } from "@probewarden/contract";

/** A capture as a sensor writes it, made octet by octet, so that a test can lie in each of them. */
const BEGINNING = "0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000";
const INTERFACE = "01000000140000007f0000000004000014000000";
/** Radiotap: flags 0, 2412 MHz, -42 dBm. */
export const RADIOTAP = "00000f002a00000000006c098000d6";
/** Time stamps of the frames, in microseconds. */
const FIRST_US = 1_795_000_000_000_000n;

/** A block around the octets behind its head. */
export function packetBlock(octets: Buffer, { radio = 1, missing = 0, at = FIRST_US } = {}): Buffer {
  const head = Buffer.alloc(28);
  const length = 32 + octets.length + (-octets.length & 3);
  head.writeUInt32LE(6, 0);
  head.writeUInt32LE(length, 4);
  head.writeUInt32LE(radio, 8);
  head.writeUInt32LE(Number(at >> 32n), 12);
  head.writeUInt32LE(Number(at & 0xffff_ffffn), 16);
  head.writeUInt32LE(octets.length, 20);
  head.writeUInt32LE(octets.length + missing, 24);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(length);
  return Buffer.concat([head, octets, Buffer.alloc(-octets.length & 3), tail]);
}

/** A whole capture of frames, each as hex from Frame Control on. */
export const captureOf = (...frames: string[]): Buffer =>
  Buffer.concat([
    Buffer.from(BEGINNING + INTERFACE + INTERFACE, "hex"),
    ...frames.map((frame) => packetBlock(Buffer.from(RADIOTAP + frame, "hex"))),
  ]);

const plain = (address: string): string => address.replaceAll(":", "");
/** A pseudonym of the form that every sensor uses. */
export const PSEUDONYM = "52:57:01:02:03:04";
const PSEUDONYM_NAME = Buffer.from("~ghijklmnopq").toString("hex");
const element = (id: number, content: string): string =>
  Buffer.from([id, content.length / 2]).toString("hex") + content;

/** An answer with the elements in hex; the name is a pseudonym unless it is said. */
export const responseOf = (transmitter: string, receiver: string, elements = element(0, PSEUDONYM_NAME)): string =>
  `50000000${plain(receiver)}${plain(transmitter)}${plain(transmitter)}1000${"00".repeat(8)}64001104${elements}`;
/** A question: name first, and whatever follows. */
export const requestOf = (transmitter: string, elements = element(0, PSEUDONYM_NAME)): string =>
  `40000000ffffffffffff${plain(transmitter)}ffffffffffff2000${elements}`;
export { element };

/** An excerpt with this capture, as a sensor says it. */
export function excerptOf(capture: Buffer, frames: number, over: Partial<Excerpt> = {}): Excerpt {
  const at = new Date(Number(FIRST_US / 1000n)).toISOString();
  return {
    suspectId: "s-box",
    findingIds: ["f1"],
    transmitters: ["02:00:00:aa:bb:01"],
    targets: [],
    names: [],
    firstAt: at,
    lastAt: at,
    frames,
    passed: 0,
    withheld: 0,
    addressesReplaced: 1,
    namesReplaced: 1,
    reproduced: [],
    notReproduced: [],
    beyond: [],
    sha256: createHash("sha256").update(capture).digest("hex"),
    capture: capture.toString("base64"),
    ...over,
  };
}

/** Octets of the beginning that no frame has. */
export const BEGINNING_OCTETS = (BEGINNING.length + 2 * INTERFACE.length) / 2;
/** What a capture may be at most. */
export const MOST_FRAME_OCTETS: number = CAPTURE_FORM.snapLength;
