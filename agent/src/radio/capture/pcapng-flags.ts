import type { FrameDamage } from "../dot11/frame.ts";
import type { ByteOrder } from "./byte-order.ts";

/** Option codes of a packet block (draft-ietf-opsawg-pcapng, 3.5, 4.3.1): end of options, and epb_flags (pack_flags in the old block). */
const OPT_ENDOFOPT = 0;
const EPB_FLAGS = 2;
const EPB_FLAGS_OCTETS = 4;

/** epb_flags: how many octets of FCS end the frame, where that is known. */
const FCS_SHIFT = 5;
const FCS_MASK = 0b1111;
/** epb_flags, link-layer errors: the FCS; and what went wrong in the reception itself. A wrong inter-frame gap (bit 27) harms no frame. */
const CRC_ERROR = 1 << 24;
const TOO_LONG = 1 << 25;
const TOO_SHORT = 1 << 26;
const UNALIGNED = 1 << 28;
const START_FRAME_DELIMITER = 1 << 29;
const PREAMBLE = 1 << 30;
const SYMBOL = 1 << 31;
const RECEPTION_ERRORS = TOO_LONG | TOO_SHORT | UNALIGNED | START_FRAME_DELIMITER | PREAMBLE | SYMBOL;

/** The value of epb_flags among the options from `at` up to `end`; 0 when there is none. Options that are cut are passed over. */
export function readPacketFlags(block: Uint8Array, at: number, end: number, order: ByteOrder): number {
  let option = at;
  while (option + 4 <= end) {
    const code = order.uint16(block, option);
    const length = order.uint16(block, option + 2);
    const value = option + 4;
    if (code === OPT_ENDOFOPT || value + length > end) break;
    if (code === EPB_FLAGS && length >= EPB_FLAGS_OCTETS) return order.uint32(block, value);
    option = value + length + (-length & 3);
  }
  return 0;
}

/** Whether the flags say that four octets of FCS are at the end; undefined when they do not say how many there are. */
export function fcsOctetsIn(flags: number): boolean | undefined {
  const octets = (flags >>> FCS_SHIFT) & FCS_MASK;
  return octets === 0 ? undefined : octets === 4;
}

/** What the flags say is wrong with the frame. */
export function damageIn(flags: number): FrameDamage | undefined {
  if ((flags & CRC_ERROR) !== 0) return "fcs-bad";
  return (flags & RECEPTION_ERRORS) !== 0 ? "phy-error" : undefined;
}
