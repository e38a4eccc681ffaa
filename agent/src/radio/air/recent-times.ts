/** The latest times at which something happened: enough to ask whether it happened so often within so long. */
export class RecentTimes {
  readonly #times: Float64Array;
  #next = 0;

  constructor(kept: number) {
    this.#times = new Float64Array(kept).fill(-Infinity);
  }

  add(atSeconds: number): void {
    this.#times[this.#next] = atSeconds;
    this.#next = (this.#next + 1) % this.#times.length;
  }

  /** Forgets what happened between two times. */
  forget(from: number, until: number): void {
    const { length } = this.#times;
    const kept = Array.from({ length }, (_, back) => this.nth(length - back)).filter((at) => at < from || at > until);
    this.#times.fill(-Infinity);
    this.#next = 0;
    for (const at of kept) this.add(at);
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
    return this.#times[(this.#next - times + length) % length] ?? -Infinity;
  }
}
