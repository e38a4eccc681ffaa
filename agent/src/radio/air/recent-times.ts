/** The latest times at which something happened: enough to ask whether it happened so often within so long. */
export class RecentTimes {
  readonly #kept: number;
  /** Grows up to what is kept, for most things happen once; of them so many count. */
  readonly #times: number[] = [];
  #count = 0;
  #next = 0;

  constructor(kept: number) {
    this.#kept = kept;
  }

  add(atSeconds: number): void {
    this.#times[this.#next] = atSeconds;
    this.#next = (this.#next + 1) % this.#kept;
    if (this.#count < this.#kept) this.#count++;
  }

  /** Forgets what happened between two times. */
  forget(from: number, until: number): void {
    const kept = Array.from({ length: this.#count }, (_, back) => this.nth(this.#count - back));
    this.clear();
    for (const at of kept) if (at < from || at > until) this.add(at);
  }

  /** Nothing has happened. */
  clear(): void {
    this.#count = 0;
    this.#next = 0;
  }

  /** The latest time; minus infinity when there was none. */
  get latest(): number {
    return this.nth(1);
  }

  /** Whether it happened `times` times, at most as many as are kept, within the last `withinSeconds`. */
  happened(times: number, withinSeconds: number, atSeconds: number): boolean {
    return atSeconds - this.nth(times) <= withinSeconds;
  }

  /** The time of the nth latest, counted from one. */
  nth(times: number): number {
    if (times > this.#count) return -Infinity;
    return this.#times[(this.#next - times + this.#kept) % this.#kept] ?? -Infinity;
  }
}
