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

/**
 * Follows the sequence numbers of one transmitter's frames, and says whether they were shown to come from one counter (10.3.2.14.2:
 * management frames share one; some radios keep a second one for beacons).
 */
export class SequenceCounter {
  /** Latest number, -1 before the first. */
  value = -1;
  readonly #gapSeconds: number;
  #at = -Infinity;
  #proofs = 0;
  #provenSince = 0;
  #provenAt = 0;

  /** Numbers that are further apart than `gapSeconds` prove nothing. */
  constructor(gapSeconds: number) {
    this.#gapSeconds = gapSeconds;
  }

  /** Takes the next number. A number out of line disproves; one in line proves only where `proves`. */
  take(sequence: number, atSeconds: number, proves: boolean): void {
    if (this.value >= 0 && atSeconds - this.#at <= this.#gapSeconds) {
      if (!isBetween(sequence - this.value, NEXT_BEHIND, NEXT_AHEAD)) this.#proofs = 0;
      else if (proves) {
        if (this.#proofs === 0) this.#provenSince = atSeconds;
        this.#proofs++;
        this.#provenAt = atSeconds;
      }
    }
    this.value = sequence;
    this.#at = atSeconds;
  }

  /** Whether the numbers were shown to be one counter's. */
  get isProven(): boolean {
    return this.#proofs >= PROOFS && this.#provenAt - this.#provenSince >= PROOF_SECONDS;
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
