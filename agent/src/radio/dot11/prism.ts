import { isAvs, readAvs } from "./avs.ts";
import type { SkipReason } from "./frame.ts";
import { readUint32 } from "./little-endian.ts";
import type { ParsedFrame } from "./parsed-frame.ts";

/** msgcode, msglen, devname (16): the rest are values of 12 octets each. */
const HEADER_OCTETS = 24;
/** Longest header that is believed; real ones have 144 octets. */
const MAX_HEADER_OCTETS = 1024;
/** msgcode of a Prism monitor header; its byte order is the capturing host's. */
const PRISM = 0x0000_0044;
const PRISM_OTHER_ORDER = 0x4400_0000;

/**
 * Skips a Prism header and sets `frame.start` behind it. Its levels have no unit (each driver has a scale of its own), so they are left out:
 * no level is better than a wrong one. An AVS header, which also travels under this link type, is read.
 */
export function readPrism(octets: Uint8Array, frame: ParsedFrame): SkipReason | undefined {
  if (octets.length < 8) return "radio-header-truncated";
  if (isAvs(octets)) return readAvs(octets, frame);
  const code = readUint32(octets, 0);
  if (code !== PRISM && code !== PRISM_OTHER_ORDER) return "radio-header-malformed";
  const raw = readUint32(octets, 4);
  const length = code === PRISM ? raw : swap32(raw);
  if (length < HEADER_OCTETS || length > MAX_HEADER_OCTETS) return "radio-header-malformed";
  if (length > octets.length) return "radio-header-truncated";
  frame.start = length;
  return undefined;
}

function swap32(value: number): number {
  return ((value >>> 24) | ((value >>> 8) & 0xff00) | ((value << 8) & 0xff_0000) | (value << 24)) >>> 0;
}
