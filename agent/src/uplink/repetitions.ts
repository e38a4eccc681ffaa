/** The time-out doubles at most so often while nothing is acknowledged. */
const MOST_DOUBLINGS = 3;

/**
 * When a message that was sent and not acknowledged is sent again: after a time-out, which doubles with each round of repetitions while
 * the collector is silent.
 */
export class Repetitions {
  readonly #firstMilliseconds: number;
  readonly #monotonic: () => number;
  readonly #sentAt = new Map<number, number>();
  #doublings = 0;
  #doubledAt = 0;

  /** `monotonic`: milliseconds of a clock that nobody sets. */
  constructor(firstMilliseconds: number, monotonic: () => number) {
    this.#firstMilliseconds = firstMilliseconds;
    this.#monotonic = monotonic;
  }

  /** The time-out of the messages that are looked through now, in milliseconds. */
  get timeout(): number {
    return this.#firstMilliseconds * 2 ** this.#doublings;
  }

  /** Whether a message was never sent, or so long ago. */
  isDue(id: number, timeout: number): boolean {
    const sentAt = this.#sentAt.get(id);
    return sentAt === undefined || this.#monotonic() - sentAt >= timeout;
  }

  /** A message is under way, for the first time or again. */
  sent(id: number, timeout: number): void {
    const now = this.#monotonic();
    // Once per round of repetitions.
    if (this.#sentAt.has(id) && now - this.#doubledAt >= timeout) {
      this.#doubledAt = now;
      this.#doublings = Math.min(this.#doublings + 1, MOST_DOUBLINGS);
    }
    this.#sentAt.set(id, now);
  }

  /** A message is gone, or did not get as far as the broker. */
  forget(id: number): void {
    this.#sentAt.delete(id);
  }

  /** The collector is there, or may be there again: time-outs are short again. */
  expectAnswers(): void {
    this.#doublings = 0;
    this.#doubledAt = this.#monotonic();
  }
}
