import type { SkipReason } from "./frame.ts";
import { isKnownSubtype } from "./frame-types.ts";
import { readInt8, readUint16, readUint32, readUint64 } from "./little-endian.ts";
import type { ParsedFrame } from "./parsed-frame.ts";

/** it_version, it_pad, it_len and the first it_present word (https://www.radiotap.org/). */
const FIXED_OCTETS = 8;
/** Fields by their bit in a present word. */
const TSFT = 0;
const FLAGS = 1;
const RATE = 2;
const CHANNEL = 3;
const ANTENNA_SIGNAL_DBM = 5;
const RX_FLAGS = 14;
const XCHANNEL = 18;
/** Bits that are no fields: what follows is in radiotap's own namespace, in a vendor's, or one more present word comes. */
const RADIOTAP_NAMESPACE = 29;
const VENDOR_NAMESPACE = 30;
const EXTENDED = 0x8000_0000;
/** OUI (3), sub-namespace (1), skip length (2). */
const VENDOR_HEADER_OCTETS = 6;
/** Rate field: units of 500 kb/s. */
const RATE_UNIT_KBPS = 500;
/** Flags field: the frame carries its FCS at the end; the radio found that FCS wrong. */
const FLAG_FCS_AT_END = 0x10;
const FLAG_BAD_FCS = 0x40;
/** RX flags field: the PLCP header, which says rate and length, failed its own check. What follows is not what was sent. */
const RX_FLAG_BAD_PLCP = 0x0002;

/** Alignment and size in octets of fields 0 … 27, from the start of the header. 28 (TLV) and later have no fixed size. */
const ALIGNMENT = Uint8Array.of(8, 1, 1, 2, 2, 1, 1, 2, 2, 2, 1, 1, 1, 1, 2, 2, 1, 1, 4, 1, 4, 2, 8, 2, 2, 2, 1, 2);
const SIZE = Uint8Array.of(8, 1, 1, 4, 2, 1, 1, 2, 2, 2, 1, 1, 1, 1, 2, 2, 1, 1, 8, 3, 8, 12, 12, 12, 12, 6, 1, 4);

/**
 * Reads the radiotap header at `frame.start` into `frame` and sets `frame.start` behind it. Takes all present words, and the
 * namespaces of radiotap and of vendors. A header whose present bits need more than its length, or name a field of unknown size,
 * gives what came before: the frame behind it is readable all the same.
 */
export function readRadiotap(octets: Uint8Array, frame: ParsedFrame): SkipReason | undefined {
  const { start, end } = frame;
  if (end - start < FIXED_OCTETS) return "radio-header-truncated";
  if (octets[start] !== 0) return "radio-header-malformed";
  const length = readUint16(octets, start + 2);
  if (length < FIXED_OCTETS) return "radio-header-malformed";
  if (length > end - start) return "radio-header-truncated";
  frame.start = start + length;
  readFields(octets, start, length, frame);
  return undefined;
}

/** Octets of a header longer than which nobody looks for one where none should be, and its padding. */
const LONGEST_HIDDEN_OCTETS = 128;
const MOST_PADDING = 3;
/** Shortest frame, an ACK. */
const SHORTEST_FRAME_OCTETS = 10;

/**
 * Whether the octets begin with a radiotap header although nobody says so: some programs write it and name link type 105. As a frame it would be an
 * association request; its Duration would have to be the length that just the fields need which its receiver's address names, and a
 * Frame Control would have to stand behind them. Fills `frame` as it looks.
 */
export function hidesRadiotap(octets: Uint8Array, frame: ParsedFrame): boolean {
  const { start } = frame;
  const all = frame.end - start;
  if (all < FIXED_OCTETS || octets[start] !== 0 || octets[start + 1] !== 0) return false;
  const length = readUint16(octets, start + 2);
  if (length < FIXED_OCTETS || length > LONGEST_HIDDEN_OCTETS) return false;
  if (length + SHORTEST_FRAME_OCTETS > all) return false;
  const frameControl = octets[start + length]!;
  if ((frameControl & 0b11) !== 0 || !isKnownSubtype((frameControl >> 2) & 0b11, frameControl >> 4)) return false;
  const end = readFields(octets, start, length, frame);
  return end <= length && end >= length - MOST_PADDING;
}

/** Where the fields that are read stand in a header with this one present word, -1 where it has none; and where the last one ends. */
interface Layout {
  readonly present: number;
  readonly tsft: number;
  readonly flags: number;
  readonly rate: number;
  readonly channel: number;
  readonly signal: number;
  readonly rxFlags: number;
  readonly xchannel: number;
  readonly end: number;
}

/** A radio writes the same one or two headers before all its frames: where their fields stand is found once. The latest take the place of the oldest. */
const LAYOUTS = 8;
const layouts: Layout[] = [];
let nextLayout = 0;

/** Undefined when the word names namespaces, more words or fields of unknown size. */
function layoutOf(present: number): Layout | undefined {
  for (const layout of layouts) if (layout.present === present) return layout;
  if (present >>> SIZE.length !== 0) return undefined;
  const places = new Int32Array(SIZE.length).fill(-1);
  let end = FIXED_OCTETS;
  for (let number = 0; number < SIZE.length; number++) {
    if ((present & (1 << number)) === 0) continue;
    const place = (end + ALIGNMENT[number]! - 1) & -ALIGNMENT[number]!;
    places[number] = place;
    end = place + SIZE[number]!;
  }
  const layout = {
    present,
    tsft: places[TSFT]!,
    flags: places[FLAGS]!,
    rate: places[RATE]!,
    channel: places[CHANNEL]!,
    signal: places[ANTENNA_SIGNAL_DBM]!,
    rxFlags: places[RX_FLAGS]!,
    xchannel: places[XCHANNEL]!,
    end,
  };
  layouts[nextLayout] = layout;
  nextLayout = (nextLayout + 1) % LAYOUTS;
  return layout;
}

/** Reads the header of so many octets at `start`. Returns where in it the last field ends, -1 when the fields do not fit into it or cannot be told. */
function readFields(octets: Uint8Array, start: number, length: number, frame: ParsedFrame): number {
  const layout = layoutOf(readUint32(octets, start + 4));
  if (layout === undefined || layout.end > length)
    return readAnyFields(octets.subarray(start, start + length), length, frame);
  if (layout.tsft >= 0) frame.tsftMicroseconds = readUint64(octets, start + layout.tsft);
  if (layout.flags >= 0) takeFlags(octets[start + layout.flags]!, frame);
  if (layout.rate >= 0) takeRate(octets[start + layout.rate]!, frame);
  if (layout.channel >= 0) frame.channelMhz = readUint16(octets, start + layout.channel);
  if (layout.signal >= 0) frame.addLevel(readInt8(octets, start + layout.signal));
  if (layout.rxFlags >= 0) takeRxFlags(readUint16(octets, start + layout.rxFlags), frame);
  if (layout.xchannel >= 0 && layout.channel < 0) frame.channelMhz = readXchannel(octets, start + layout.xchannel);
  return layout.end;
}

/** The same of a header of any form, field by field. */
function readAnyFields(octets: Uint8Array, length: number, frame: ParsedFrame): number {
  let field = 4;
  while ((readUint32(octets, field) & EXTENDED) !== 0) {
    field += 4;
    if (field + 4 > length) return -1;
  }
  const lastWord = field;
  let at = lastWord + 4;
  /** Bit 0 of the present word stands for this field: 0 again after a namespace is named, else 32 more with each word. */
  let firstField = 0;
  let inVendorNamespace: boolean = false;
  for (let word = 4; word <= lastWord; word += 4) {
    let bits = readUint32(octets, word) & ~EXTENDED;
    let nextFirstField = firstField + 32;
    let nextInVendorNamespace: boolean = inVendorNamespace;
    while (bits !== 0) {
      const bit = 31 - Math.clz32(bits & -bits);
      bits &= bits - 1;
      if (bit === RADIOTAP_NAMESPACE) {
        nextFirstField = 0;
        nextInVendorNamespace = false;
        continue;
      }
      if (bit === VENDOR_NAMESPACE) {
        // The vendor's fields cannot be told apart; all of them are skipped at once by the length that stands before them.
        at += at & 1;
        if (at + VENDOR_HEADER_OCTETS > length) return -1;
        at += VENDOR_HEADER_OCTETS + readUint16(octets, at + 4);
        if (at > length) return -1;
        nextFirstField = 0;
        nextInVendorNamespace = true;
        continue;
      }
      if (inVendorNamespace) continue;
      const number = firstField + bit;
      if (number >= SIZE.length) return -1;
      at = (at + ALIGNMENT[number]! - 1) & -ALIGNMENT[number]!;
      if (at + SIZE[number]! > length) return -1;
      readField(number, octets, at, frame);
      at += SIZE[number]!;
    }
    firstField = nextFirstField;
    inVendorNamespace = nextInVendorNamespace;
  }
  return at;
}

/** A field may stand there once for each antenna, and behind vendors' fields once more: the first says what is true of the frame. */
function readField(number: number, octets: Uint8Array, at: number, frame: ParsedFrame): void {
  switch (number) {
    case TSFT:
      if (frame.tsftMicroseconds < 0) frame.tsftMicroseconds = readUint64(octets, at);
      break;
    case FLAGS:
      if (frame.fcsFlagBad === undefined) takeFlags(octets[at]!, frame);
      break;
    case RATE:
      if (frame.rateKbps < 0) takeRate(octets[at]!, frame);
      break;
    case CHANNEL:
      if (frame.channelMhz < 0) frame.channelMhz = readUint16(octets, at);
      break;
    case ANTENNA_SIGNAL_DBM:
      frame.addLevel(readInt8(octets, at));
      break;
    case RX_FLAGS:
      takeRxFlags(readUint16(octets, at), frame);
      break;
    case XCHANNEL:
      // CHANNEL, where both are there, has the lower bit and was read before.
      if (frame.channelMhz < 0) frame.channelMhz = readXchannel(octets, at);
      break;
    default:
  }
}

function takeFlags(flags: number, frame: ParsedFrame): void {
  frame.wouldFlagDamage = true;
  frame.fcsFlagBad = (flags & FLAG_BAD_FCS) !== 0;
  frame.fcsAtEnd = (flags & FLAG_FCS_AT_END) !== 0;
}

function takeRate(rate: number, frame: ParsedFrame): void {
  if (rate > 0) frame.rateKbps = rate * RATE_UNIT_KBPS;
}

function takeRxFlags(flags: number, frame: ParsedFrame): void {
  if ((flags & RX_FLAG_BAD_PLCP) !== 0) frame.damage ??= "phy-error";
}

/** Flags (4), then the frequency in MHz. */
function readXchannel(octets: Uint8Array, at: number): number {
  return readUint16(octets, at + 4);
}
