import type { SkipReason } from "./frame.ts";
import { readInt8, readUint16, readUint32, readUint64 } from "./little-endian.ts";
import type { ParsedFrame } from "./parsed-frame.ts";

/** pph_version, pph_flags, pph_len, pph_dlt (CACE Technologies, Per-Packet Information Header Specification 1.0.7). */
const HEADER_OCTETS = 8;
/** pfh_type, pfh_datalen. */
const FIELD_HEADER_OCTETS = 4;
/** pph_flags: each field is padded to 32 bits. */
const ALIGNED = 0x01;
/** pph_dlt of IEEE 802.11; other link types can travel in PPI too. */
const DLT_IEEE802_11 = 105;
/** 802.11-Common: field type and size. */
const COMMON = 2;
const COMMON_OCTETS = 20;
/** 802.11-Common, offsets: TSFT, flags, rate in units of 500 kb/s, frequency in MHz, level in dBm. */
const COMMON_FLAGS = 8;
const COMMON_RATE = 10;
const RATE_UNIT_KBPS = 500;
const COMMON_CHANNEL = 12;
const COMMON_SIGNAL = 18;
/** 802.11-Common flags: an FCS is at the end; TSFT counts milliseconds; the FCS is known to be wrong; the PHY failed. */
const FLAG_FCS_AT_END = 0x01;
const FLAG_TSFT_MILLISECONDS = 0x02;
const FLAG_BAD_FCS = 0x04;
const FLAG_PHY_ERROR = 0x08;

/** Reads a PPI header and its 802.11-Common field into `frame`, and sets `frame.start` behind it. */
export function readPpi(octets: Uint8Array, frame: ParsedFrame): SkipReason | undefined {
  if (octets.length < HEADER_OCTETS) return "radio-header-truncated";
  const length = readUint16(octets, 2);
  if (octets[0] !== 0 || length < HEADER_OCTETS) return "radio-header-malformed";
  if (length > octets.length) return "radio-header-truncated";
  if (readUint32(octets, 4) !== DLT_IEEE802_11) return "unknown-link-type";
  frame.start = length;
  const padding = (octets[1]! & ALIGNED) !== 0 ? 3 : 0;
  let at = HEADER_OCTETS;
  while (at + FIELD_HEADER_OCTETS <= length) {
    const type = readUint16(octets, at);
    const size = readUint16(octets, at + 2);
    at += FIELD_HEADER_OCTETS;
    if (at + size > length) break;
    if (type === COMMON && size >= COMMON_OCTETS) readCommon(octets, at, frame);
    at = (at + size + padding) & ~padding;
  }
  return undefined;
}

function readCommon(octets: Uint8Array, at: number, frame: ParsedFrame): void {
  const flags = readUint16(octets, at + COMMON_FLAGS);
  const tsft = readUint64(octets, at);
  frame.tsftMicroseconds = (flags & FLAG_TSFT_MILLISECONDS) !== 0 ? tsft * 1000 : tsft;
  frame.fcsAtEnd = (flags & FLAG_FCS_AT_END) !== 0;
  // Many writers never set this flag, so its absence says nothing of the FCS.
  frame.wouldFlagDamage = true;
  if ((flags & FLAG_BAD_FCS) !== 0) frame.fcsFlagBad = true;
  if ((flags & FLAG_PHY_ERROR) !== 0) frame.damage ??= "phy-error";
  const rate = readUint16(octets, at + COMMON_RATE);
  if (rate > 0) frame.rateKbps = rate * RATE_UNIT_KBPS;
  const channelMhz = readUint16(octets, at + COMMON_CHANNEL);
  if (channelMhz > 0) frame.channelMhz = channelMhz;
  frame.addLevel(readInt8(octets, at + COMMON_SIGNAL));
}
