/** The latest times at which something happened: enough to ask whether it happened so often within so long. */
export class RecentTimes {
  readonly #kept: number;
  /** Grows up to what is kept, for most things happen once. */
  readonly #times: number[] = [];
  #next = 0;

  constructor(kept: number) {
    this.#kept = kept;
  }

  add(atSeconds: number): void {
    if (this.#times.length < this.#kept) {
      this.#times.push(atSeconds);
      return;
    }
    this.#times[this.#next] = atSeconds;
    this.#next = (this.#next + 1) % this.#kept;
  }

  /** Forgets what happened between two times. */
  forget(from: number, until: number): void {
    const { length } = this.#times;
    const kept = Array.from({ length }, (_, back) => this.nth(length - back)).filter((at) => at < from || at > until);
    this.#times.length = 0;
    this.#times.push(...kept);
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
    const { length } = this.#times;
    return times > length ? -Infinity : (this.#times[(this.#next - times + length) % length] ?? -Infinity);
  }
}
