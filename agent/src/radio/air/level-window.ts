/** Levels kept. */
const KEPT = 32;

/** The latest levels of something, and their median: a few wild readings do not move it. */
export class LevelWindow {
  readonly #levels = new Float64Array(KEPT);
  #count = 0;

  /** Levels kept, at most 32. */
  get count(): number {
    return Math.min(this.#count, KEPT);
  }

  add(levelDbm: number): void {
    this.#levels[this.#count % KEPT] = levelDbm;
    this.#count++;
  }

  /** Median in dBm; NaN when empty. */
  median(): number {
    const sorted = this.#levels.slice(0, this.count).sort();
    return sorted[sorted.length >> 1] ?? Number.NaN;
  }
}
