/**
 * What time it is at the collector, by what its acknowledgements said: a board without a battery may be hours off, and must neither do what
 * has expired nor refuse what has just been given.
 */
export class CollectorClock {
  readonly #monotonic: () => number;
  #heard: { at: number; on: number } | undefined;

  /** `monotonic`: milliseconds of a clock that nobody sets. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** An acknowledgement that was written at `at`, in milliseconds since 1970. It may have waited, so the later of two words holds, within a minute. */
  heard(at: number): void {
    const now = this.now();
    // One that waited says less than what is known; one that jumps back was put right by a person.
    if (now !== undefined && at < now && now - at < 60_000) return;
    this.#heard = { at, on: this.#monotonic() };
  }

  /** Undefined before the first acknowledgement of this run. */
  now(): number | undefined {
    return this.#heard === undefined ? undefined : this.#heard.at + (this.#monotonic() - this.#heard.on);
  }
}
