import { readAvs } from "./avs.ts";
import type { SkipReason } from "./frame.ts";
import type { ParsedFrame } from "./parsed-frame.ts";
import { readPpi } from "./ppi.ts";
import { readPrism } from "./prism.ts";
import { readRadiotap } from "./radiotap.ts";

/** Link types (https://www.tcpdump.org/linktypes.html): what stands before the frame. */
export const IEEE802_11 = 105;
const IEEE802_11_PRISM = 119;
export const IEEE802_11_RADIOTAP = 127;
const IEEE802_11_AVS = 163;
const PPI = 192;

/** Whether the header of this link type is read wherever it stands; the others are seldom, and read from the first octet of a view. */
export function isReadInPlace(linkType: number): boolean {
  return linkType === IEEE802_11_RADIOTAP || linkType === IEEE802_11;
}

/** Reads the radio header of this link type into `frame`; `frame.start` is then where Frame Control is. */
export function readRadioHeader(linkType: number, octets: Uint8Array, frame: ParsedFrame): SkipReason | undefined {
  switch (linkType) {
    case IEEE802_11_RADIOTAP:
      return readRadiotap(octets, frame);
    case IEEE802_11:
      return undefined;
    case IEEE802_11_PRISM:
      return readPrism(octets, frame);
    case IEEE802_11_AVS:
      return readAvs(octets, frame);
    case PPI:
      return readPpi(octets, frame);
    default:
      return "unknown-link-type";
  }
}
