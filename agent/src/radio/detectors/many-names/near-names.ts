import { onesIn } from "../../dot11/bits.ts";
import { DIRECT_PREFIX } from "../../venue/network-name.ts";

/** A burst of wrong bits leaves at least this share of a name's octets as they were; names that were chosen differ in more. */
const SAME_OCTETS = 0.5;
/** Single wrong bits: so many of a name's bits may differ. Different Latin names of one length differ in about three bits of ten. */
const WRONG_BITS = 0.125;
/** In a short name one burst hits most octets. */
const SHORT_OCTETS = 5;
const WRONG_BITS_OF_SHORT = 0.25;
/** Octets that no name has: people write names, in whatever script. Access points fill a hidden one up with NUL. */
const FIRST_PRINTED = 0x20;
const DELETE = 0x7f;
/** What every name of a Wi-Fi Direct group begins with. */
const OF_DIRECT_GROUPS = Uint8Array.from(DIRECT_PREFIX);
/** A beginning that is shorter than this is anybody's. */
const SHORTEST_BEGINNING = 3;

/**
 * Whether one of two names may be the other, damaged on air: wrong bits in a name of the same length; or the length octet was hit, so that
 * one name is the beginning of the other. Both stand somewhere among other octets.
 */
export function mayBeOneName(
  frame: Uint8Array,
  start: number,
  length: number,
  others: Uint8Array,
  otherStart: number,
  otherLength: number,
): boolean {
  if (length !== otherLength) return isBeginning(frame, start, others, otherStart, Math.min(length, otherLength));
  const enough = SAME_OCTETS * length;
  let same = 0;
  let wrongBits = 0;
  for (let at = 0; at < length; at++) {
    const difference = frame[start + at]! ^ others[otherStart + at]!;
    if (difference !== 0) wrongBits += onesIn(difference);
    else if (++same >= enough) return true;
  }
  const share = length <= SHORT_OCTETS ? WRONG_BITS_OF_SHORT : WRONG_BITS;
  return wrongBits <= share * 8 * length;
}

/** Whether nobody wrote this name: it is a hidden one of which some octets were hit, or reaches into the elements behind it. */
export function isUnwritten(frame: Uint8Array, start: number, length: number): boolean {
  for (let at = start; at < start + length; at++) if (frame[at]! < FIRST_PRINTED || frame[at] === DELETE) return true;
  return false;
}

/**
 * Whether a name may be that of a Wi-Fi Direct group, damaged where those begin. Their names are not kept, as they are renamed by design, so there
 * is none beside which it would be known for damage.
 */
export function mayBeDirectGroup(frame: Uint8Array, start: number, length: number): boolean {
  if (length < SHORTEST_BEGINNING) return false;
  // Nearly every name: of one in which each of the first octets was hit nobody could say what it was.
  if (
    frame[start] !== DIRECT_PREFIX[0] &&
    frame[start + 1] !== DIRECT_PREFIX[1] &&
    frame[start + 2] !== DIRECT_PREFIX[2]
  )
    return false;
  const beginning = Math.min(length, OF_DIRECT_GROUPS.length);
  return mayBeOneName(frame, start, beginning, OF_DIRECT_GROUPS, 0, OF_DIRECT_GROUPS.length);
}

function isBeginning(
  frame: Uint8Array,
  start: number,
  others: Uint8Array,
  otherStart: number,
  length: number,
): boolean {
  for (let at = 0; at < length; at++) if (frame[start + at] !== others[otherStart + at]) return false;
  return length > 0;
}
