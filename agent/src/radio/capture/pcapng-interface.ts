import type { ByteOrder } from "./byte-order.ts";
import { type TimeScale, timeScale } from "./captured-record.ts";

/** One interface of a pcapng section: each has a link type and a clock of its own. */
export interface PcapngInterface {
  linkType: number;
  /** Octets kept of a frame; 0 = all. */
  snapLength: number;
  scale: TimeScale;
  /** Which one it is in the whole file: numbers in the blocks begin anew with each section. */
  number: number;
  /** Each of its frames ends with an FCS. */
  fcsAtEnd: boolean;
}

/** Interface Description Block (draft-ietf-opsawg-pcapng, 4.2), offsets in the block: LinkType, SnapLen, options. */
const LINK_TYPE = 8;
const SNAP_LENGTH = 12;
const OPTIONS = 16;
/** Option codes: end of options, resolution and offset of time stamps, length of the FCS. */
const OPT_ENDOFOPT = 0;
const IF_TSRESOL = 9;
const IF_FCSLEN = 13;
const IF_TSOFFSET = 14;
/** if_fcslen of 802.11: the draft counts bits, its example and the writers count octets. */
const FCS_LENGTHS: readonly number[] = [4, 32];
/** if_tsresol: the highest bit says power of two; the rest is the negative exponent. */
const POWER_OF_TWO = 0x80;
const DEFAULT_TICKS_PER_SECOND = 1_000_000n;

/** Reads the Interface Description Block whose body ends at `end` (before its trailing length). Options that are cut are passed over. */
export function readInterface(
  block: Uint8Array,
  at: number,
  end: number,
  order: ByteOrder,
  number: number,
): PcapngInterface {
  let ticksPerSecond = DEFAULT_TICKS_PER_SECOND;
  let offsetSeconds = 0n;
  let fcsAtEnd = false;
  let option = at + OPTIONS;
  while (option + 4 <= end) {
    const code = order.uint16(block, option);
    const length = order.uint16(block, option + 2);
    const value = option + 4;
    if (code === OPT_ENDOFOPT || value + length > end) break;
    if (code === IF_TSRESOL && length >= 1) {
      const exponent = BigInt(block[value]! & ~POWER_OF_TWO);
      ticksPerSecond = (block[value]! & POWER_OF_TWO) !== 0 ? 2n ** exponent : 10n ** exponent;
    } else if (code === IF_TSOFFSET && length >= 8) offsetSeconds = readInt64(block, value, order);
    else if (code === IF_FCSLEN && length >= 1) fcsAtEnd = FCS_LENGTHS.includes(block[value]!);
    option = value + length + (-length & 3);
  }
  return {
    linkType: order.uint16(block, at + LINK_TYPE),
    snapLength: order.uint32(block, at + SNAP_LENGTH),
    scale: timeScale(ticksPerSecond, offsetSeconds),
    number,
    fcsAtEnd,
  };
}

/** if_tsoffset is in the section's byte order like every other number. */
function readInt64(octets: Uint8Array, offset: number, order: ByteOrder): bigint {
  const littleEndian = order.uint16(Uint8Array.of(1, 0), 0) === 1;
  return new DataView(octets.buffer, octets.byteOffset).getBigInt64(offset, littleEndian);
}
