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
