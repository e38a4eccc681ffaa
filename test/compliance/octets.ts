import { readFileSync } from "node:fs";
import { FrameReader } from "../../agent/src/radio/dot11/frame-reader.ts";
import type { ParsedFrame } from "../../agent/src/radio/dot11/parsed-frame.ts";
import type { SkipReason } from "../../agent/src/radio/dot11/frame.ts";
import { eachElement, type Element } from "../../agent/src/radio/dot11/elements/element-stream.ts";
import { captured, hex } from "../../agent/src/radio/dot11/octets-for-tests.ts";

export { hex };

/** LINKTYPE_IEEE802_11: no radio header before the frame. */
const BARE = 105;

/** A frame of these octets, written as hex with a comment behind each field: what is behind `#` on a line is not read. */
export function octets(text: string): Uint8Array {
  return hex(text.replace(/#.*$/gm, ""));
}

const RECORDINGS = new URL("../fixtures/elements/", import.meta.url);
const PCAP_HEADER_OCTETS = 24;
const RECORD_HEADER_OCTETS = 16;

/** Frames of a recording of `test/fixtures/elements`, whose files are as its `cut.mts` writes them. */
function framesOf(recording: string): Buffer[] {
  const file = readFileSync(new URL(`${recording}.pcap`, RECORDINGS));
  const frames: Buffer[] = [];
  for (let at = PCAP_HEADER_OCTETS; at < file.length;) {
    const start = at + RECORD_HEADER_OCTETS;
    at = start + file.readUInt32LE(at + 8);
    frames.push(file.subarray(start, at));
  }
  return frames;
}
const FRAMES = { lab: framesOf("lab"), recorded: framesOf("recorded") };

/**
 * `text`, whose octets stand one after the other in that frame of a recording: numbered from 1, as `test/fixtures/elements/README.md` says where it was made. Octets of these tests
 * that are not quoted so were written by the clause: lies, and what no radio at hand sends.
 */
export function heard(recording: keyof typeof FRAMES, frame: number, text: string): string {
  if (FRAMES[recording][frame - 1]?.includes(Buffer.from(octets(text))) !== true)
    throw new RangeError(`${recording}.pcap, frame ${frame} does not hold ${text}`);
  return text;
}

/** The elements of a recorded frame. */
export function elementsOf(recording: keyof typeof FRAMES, frame: number): Uint8Array {
  const read = new FrameReader().read(captured(FRAMES[recording][frame - 1] ?? new Uint8Array(), BARE));
  if (typeof read === "string") throw new RangeError(read);
  return read.elements;
}

export function frameOf(text: string): ParsedFrame | SkipReason {
  return new FrameReader().read(captured(octets(text), BARE));
}

/** The one element of these octets. */
export function elementOf(text: string): Element {
  const [first, ...more] = eachElement(octets(text));
  if (first === undefined || more.length > 0) throw new RangeError(`${more.length + 1} elements in ${text}`);
  return first;
}

/** Information of the one element of these octets, which must be whole. */
export function information(text: string): Uint8Array {
  const { information: inside, fault } = elementOf(text);
  if (fault !== undefined) throw new RangeError(`${fault}: ${text}`);
  return inside;
}
