import { TU_SECONDS } from "../dot11/time-unit.ts";

/** Numbers have 12 bits (9.2.4.4.2). */
const NUMBERS = 4096;

/** One counter's numbers, heard within moments: how far on, and how far back where a queue changed the order. */
const NEXT_AHEAD = 64;
const NEXT_BEHIND = 4;
/** A number that a counter may have come to since it was heard last, however much was missed; nothing counts back. */
const REACH_AHEAD = 256;
const REACH_BEHIND = 32;

/** So many proofs in a row, over so long a time: two counters that pass each other by chance part again, a beacon counts ten a second. */
const PROOFS = 4;
const PROOF_SECONDS = 5;

/** Numbers that an access point may use for itself: a few at any time, and twice as many as beacons are due at the interval that nearly all have, whatever is announced. */
const OWN_NUMBERS = 4;
const OWN_A_SECOND = 2 / (100 * TU_SECONDS);
/** A radio that sends four hundred frames a second comes round in so long. */
const ROUND_SECONDS = 10;

/** What is kept of a counter, as numbers in a row: the latest one and when it came, proofs in a row, and when the first and latest of them came. */
const VALUE = 0;
const AT = 1;
const PROVEN = 2;
const PROVEN_SINCE = 3;
const PROVEN_AT = 4;
/** How many numbers they are. */
export const COUNTER_FIGURES = 5;

/** Nothing was counted yet. */
export function beginCounter(figures: Float64Array, from: number): void {
  figures[from + VALUE] = -1;
  figures[from + AT] = -Infinity;
  figures[from + PROVEN] = 0;
  figures[from + PROVEN_SINCE] = 0;
  figures[from + PROVEN_AT] = 0;
}

/**
 * Takes the next number of a counter. A number out of line disproves; one in line proves only where `proves`; numbers that are further apart than
 * `gapSeconds` prove nothing.
 */
export function takeNumber(
  figures: Float64Array,
  from: number,
  gapSeconds: number,
  sequence: number,
  atSeconds: number,
  proves: boolean,
): void {
  const value = figures[from + VALUE]!;
  if (value >= 0 && atSeconds - figures[from + AT]! <= gapSeconds) {
    if (!isBetween(sequence - value, NEXT_BEHIND, NEXT_AHEAD)) figures[from + PROVEN] = 0;
    else if (proves) {
      if (figures[from + PROVEN] === 0) figures[from + PROVEN_SINCE] = atSeconds;
      figures[from + PROVEN]!++;
      figures[from + PROVEN_AT] = atSeconds;
    }
  }
  figures[from + VALUE] = sequence;
  figures[from + AT] = atSeconds;
}

/**
 * How many numbers were given to others since the counter's latest: those beyond a frame with each beacon that was due meanwhile, twice over,
 * and a few. An access point numbers its beacons and some answers, so it stays below zero however many of them are missed; behind a
 * counter that several addresses share it is above. -1 where nobody can say: of zero, which some drivers give to all beacons, of a step back, as
 * where answers are counted apart from beacons, and after so long that it may have come round.
 */
export function numbersOfOthers(figures: Float64Array, from: number, sequence: number, atSeconds: number): number {
  const value = figures[from + VALUE]!;
  const step = (sequence - value) & (NUMBERS - 1);
  if (step <= OWN_NUMBERS || step > NUMBERS / 2 || value < 0 || sequence <= 0) return -1;
  const seconds = atSeconds - figures[from + AT]!;
  return seconds > ROUND_SECONDS ? -1 : step - OWN_NUMBERS - OWN_A_SECOND * seconds;
}

/**
 * What the sequence numbers of one transmitter's frames have shown: whether they come from one counter (10.3.2.14.2: management frames
 * share one; some radios keep a second one for beacons). The figures stand with others of the transmitter.
 */
export class SequenceCounter {
  readonly #figures: Float64Array;
  readonly #from: number;

  constructor(figures: Float64Array, from: number) {
    this.#figures = figures;
    this.#from = from;
  }

  /** Latest number, -1 before the first. */
  get value(): number {
    return this.#figures[this.#from + VALUE]!;
  }

  /** Whether the numbers were shown to be one counter's. */
  get isProven(): boolean {
    const figures = this.#figures;
    const from = this.#from;
    return (
      figures[from + PROVEN]! >= PROOFS && figures[from + PROVEN_AT]! - figures[from + PROVEN_SINCE]! >= PROOF_SECONDS
    );
  }
}

/** Whether a counter that stood at `before` can have given `after` a little later. */
export function canFollow(before: number, after: number): boolean {
  return isBetween(after - before, REACH_BEHIND, REACH_AHEAD);
}

function isBetween(difference: number, behind: number, ahead: number): boolean {
  const forward = difference & (NUMBERS - 1);
  return forward <= ahead || forward >= NUMBERS - behind;
}
