/** Suspects placed in one round, so that a flood of them leaves room for ingest. */
const PER_ROUND = 32;
/** Rounds before a suspect is placed again: its levels come by the minute from each sensor, and each sensor at another second. */
const REST = 10;
/** Suspects that wait at most; what is more comes again with the next level. */
const MOST_WAITING = 20_000;

/** Suspects that are to be placed, a round each second: at once, and again when they have rested. */
export class PlacingQueue {
  readonly #waiting = new Set<string>();
  /** Rounds for which a suspect that was placed still rests. */
  readonly #resting = new Map<string, number>();

  get size(): number {
    return this.#waiting.size;
  }

  add(suspectId: string): void {
    if (this.#waiting.size < MOST_WAITING) this.#waiting.add(suspectId);
  }

  /** Suspects of the next round, in the order in which they came to wait. */
  round(): string[] {
    for (const [suspectId, rounds] of this.#resting)
      if (rounds > 1) this.#resting.set(suspectId, rounds - 1);
      else this.#resting.delete(suspectId);
    const due: string[] = [];
    for (const suspectId of this.#waiting) {
      if (due.length === PER_ROUND) break;
      if (this.#resting.has(suspectId)) continue;
      due.push(suspectId);
      this.#waiting.delete(suspectId);
      this.#resting.set(suspectId, REST);
    }
    return due;
  }
}
