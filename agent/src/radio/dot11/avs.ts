import type { SkipReason } from "./frame.ts";
import { readUint32 } from "./little-endian.ts";
import type { ParsedFrame } from "./parsed-frame.ts";

/**
 * AVS capture header (Solomon Peachy and others, "AVS 802.11 Header", revisions 1 and 2): 32-bit words, highest octet first; MAC time takes
 * two. Revision 2 adds words behind these. The magic number holds the revision in its lowest 12 bits.
 */
const MAGIC = 0x8021_1000;
const REVISION = 0xfff;
const LENGTH = 4;
const MAC_TIME = 8;
const PHY_TYPE = 24;
const CHANNEL = 28;
const SSI_TYPE = 44;
const SSI_SIGNAL = 48;
/** Shortest header that can be told, and longest that is believed; real ones have 64 or 80 octets. */
const MIN_HEADER_OCTETS = 8;
const MAX_HEADER_OCTETS = 1024;
/** ssi_type: only this one has a unit; the others are a driver's own scale, and no level is better than a wrong one. */
const SSI_IN_DBM = 2;
/** phytype: OFDM of 802.11a, whose channel numbers begin at 5000 MHz. */
const OFDM_5_GHZ = 8;
/** What is given as a channel is one up to this number, and a frequency in MHz within these bounds. */
const LAST_CHANNEL = 196;
const LOWEST_MHZ = 2_300;
const HIGHEST_MHZ = 7_200;

/** Whether the octets begin with the magic number of an AVS header. It also travels under the link type of Prism. */
export function isAvs(octets: Uint8Array): boolean {
  return octets.length >= 4 && (isMagic(readWord(octets, 0)) || isMagic(readUint32(octets, 0)));
}

/** Reads an AVS header into `frame` and sets `frame.start` behind it. */
export function readAvs(octets: Uint8Array, frame: ParsedFrame): SkipReason | undefined {
  if (octets.length < MIN_HEADER_OCTETS) return "radio-header-truncated";
  // Network order by the definition; a few drivers wrote their host's.
  const swapped = isMagic(readUint32(octets, 0));
  if (!swapped && !isMagic(readWord(octets, 0))) return "radio-header-malformed";
  const length = readAs(octets, LENGTH, swapped);
  if (length < MIN_HEADER_OCTETS || length > MAX_HEADER_OCTETS) return "radio-header-malformed";
  if (length > octets.length) return "radio-header-truncated";
  frame.start = length;
  if (length >= MAC_TIME + 8) {
    const high = readAs(octets, swapped ? MAC_TIME + 4 : MAC_TIME, swapped);
    const microseconds = high * 2 ** 32 + readAs(octets, swapped ? MAC_TIME : MAC_TIME + 4, swapped);
    // Never filled in.
    if (microseconds > 0) frame.tsftMicroseconds = microseconds;
  }
  if (length >= CHANNEL + 4)
    frame.channelMhz = toMhz(readAs(octets, CHANNEL, swapped), readAs(octets, PHY_TYPE, swapped));
  if (length >= SSI_SIGNAL + 4 && readAs(octets, SSI_TYPE, swapped) === SSI_IN_DBM)
    frame.addLevel(readAs(octets, SSI_SIGNAL, swapped) | 0);
  return undefined;
}

/** Centre frequency of a channel (clauses 15 and 17), -1 where it is none. */
function toMhz(channel: number, phyType: number): number {
  if (channel >= LOWEST_MHZ && channel <= HIGHEST_MHZ) return channel;
  if (channel < 1 || channel > LAST_CHANNEL) return -1;
  if (channel > 14 || phyType === OFDM_5_GHZ) return (channel >= 182 ? 4_000 : 5_000) + 5 * channel;
  return channel === 14 ? 2_484 : 2_407 + 5 * channel;
}

function isMagic(word: number): boolean {
  return (word & ~REVISION) >>> 0 === MAGIC;
}

function readAs(octets: Uint8Array, offset: number, swapped: boolean): number {
  return swapped ? readUint32(octets, offset) : readWord(octets, offset);
}

function readWord(octets: Uint8Array, offset: number): number {
  return (
    ((octets[offset]! << 24) | (octets[offset + 1]! << 16) | (octets[offset + 2]! << 8) | octets[offset + 3]!) >>> 0
  );
}
