import { RecentTimes } from "./recent-times.ts";

/** Returns remembered. */
const RETURNS = 16;
/** Values that a line must have had before a return to it says anything: one damaged value is no second sender. */
const MEMBERS = 3;

/** One of two rows of values that go on side by side. */
interface Line {
  value: number;
  at: number;
  members: number;
}

/**
 * Tells one sender from two by something that each has of its own and that goes on: a clock, a counter, a level. One sender's values go
 * on from each other, and where it starts anew they go on from there; of two senders each goes on where *it* had been, again and again.
 */
export class TwoLines {
  /** When a value went on from the line that the one before it had left, with both lines established: at most sixteen are asked for. */
  readonly returns = new RecentTimes(RETURNS);
  /** When a value last went on from nothing that was known, and since when they have all gone on from one. */
  brokenAt = -Infinity;
  oneSince = Number.NaN;
  readonly #goesOn: (before: number, after: number) => boolean;
  readonly #gapSeconds: number;
  readonly #apart: number;
  readonly #lines: [Line, Line] = [newLine(), newLine()];
  #latest = 0;

  /** `goesOn` says whether one sender can have given the two values one after the other; of a line older than `gapSeconds` nobody knows. Lines less than `apart` from each other may be one that scatters. */
  constructor(gapSeconds: number, goesOn: (before: number, after: number) => boolean, apart = 0) {
    this.#gapSeconds = gapSeconds;
    this.#goesOn = goesOn;
    this.#apart = apart;
  }

  /** Nothing is known yet. */
  clear(): void {
    this.returns.clear();
    this.brokenAt = -Infinity;
    this.oneSince = Number.NaN;
    this.#latest = 0;
    for (const line of this.#lines) {
      line.value = Number.NaN;
      line.at = -Infinity;
      line.members = 0;
    }
  }

  take(value: number, atSeconds: number): void {
    const { index, isKnown, isFresh } = this.#find(value, atSeconds);
    const line = this.#lines[index]!;
    const other = this.#lines[1 - index]!;
    if (!isKnown) {
      if (isFresh) this.brokenAt = atSeconds;
      if (isFresh || Number.isNaN(this.oneSince)) this.oneSince = atSeconds;
      line.members = 0;
    } else if (
      index !== this.#latest &&
      Math.min(line.members, other.members) >= MEMBERS &&
      Math.abs(line.value - other.value) >= this.#apart
    ) {
      this.returns.add(atSeconds);
      this.oneSince = atSeconds;
    }
    line.value = value;
    line.at = atSeconds;
    line.members++;
    this.#latest = index;
  }

  /** Values that have gone on from one line, the present one. */
  get members(): number {
    return this.#lines[this.#latest]!.members;
  }

  /** The line that a value goes on from, or else the one that it takes the place of; `isFresh`: the latest line was heard a moment ago and it does not go on from that. */
  #find(value: number, atSeconds: number): { index: number; isKnown: boolean; isFresh: boolean } {
    for (const index of [this.#latest, 1 - this.#latest]) {
      const line = this.#lines[index]!;
      if (line.members > 0 && Math.abs(atSeconds - line.at) <= this.#gapSeconds && this.#goesOn(line.value, value))
        return { index, isKnown: true, isFresh: true };
    }
    const latest = this.#lines[this.#latest]!;
    const isFresh = latest.members > 0 && Math.abs(atSeconds - latest.at) <= this.#gapSeconds;
    return { index: isFresh ? this.#older() : this.#latest, isKnown: false, isFresh };
  }

  /** The line that matters less: the one with fewer values, else the one heard longer ago. */
  #older(): number {
    const [first, second] = this.#lines;
    if (first.members < MEMBERS !== second.members < MEMBERS) return first.members < second.members ? 0 : 1;
    return first.at < second.at ? 0 : 1;
  }
}

function newLine(): Line {
  return { value: Number.NaN, at: -Infinity, members: 0 };
}
