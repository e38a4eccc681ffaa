/** The time-out doubles at most so often while nothing is acknowledged. */
const MOST_DOUBLINGS = 3;
/** A message that was sent so often while others were acknowledged is stuck: what comes after it goes on without it. */
const STUCK_AFTER = 4;
/** So many may be stuck at once; more, and the collector stores nothing of this sensor, which is told in another way. */
const MOST_STUCK = 1024;

interface Sending {
  at: number;
  times: number;
  /** Acknowledgements that had come when it was first sent. */
  answersBefore: number;
}

/**
 * When a message that was sent and not acknowledged is sent again: after a time-out, which doubles with each round of repetitions while
 * the collector is silent.
 */
export class Repetitions {
  readonly #firstMilliseconds: number;
  readonly #monotonic: () => number;
  readonly #sent = new Map<number, Sending>();
  readonly #stuck = new Set<number>();
  #answers = 0;
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

  /** Messages that were sent again and again while others were acknowledged. */
  get stuck(): number {
    return this.#stuck.size;
  }

  /** Whether the collector is there, or may be: nothing has had to be sent again since it answered. */
  get isAnswered(): boolean {
    return this.#doublings === 0;
  }

  /** Whether a message was given to the line. */
  isSent(id: number): boolean {
    return this.#sent.has(id);
  }

  isStuck(id: number): boolean {
    return this.#stuck.has(id);
  }

  /** Whether a message was never sent, or so long ago; a stuck one waits as long as any can. */
  isDue(id: number, timeout: number): boolean {
    const sending = this.#sent.get(id);
    const wait = this.#stuck.has(id) ? this.#firstMilliseconds * 2 ** MOST_DOUBLINGS : timeout;
    return sending === undefined || this.#monotonic() - sending.at >= wait;
  }

  /** A message is under way, for the first time or again. */
  sent(id: number, timeout: number): void {
    const now = this.#monotonic();
    const before = this.#sent.get(id);
    // Once per round of repetitions.
    if (before !== undefined && now - this.#doubledAt >= timeout) {
      this.#doubledAt = now;
      this.#doublings = Math.min(this.#doublings + 1, MOST_DOUBLINGS);
    }
    const sending = { at: now, times: (before?.times ?? 0) + 1, answersBefore: before?.answersBefore ?? this.#answers };
    this.#sent.set(id, sending);
    const othersAreAnswered = this.#answers - sending.answersBefore >= STUCK_AFTER;
    if (sending.times >= STUCK_AFTER && othersAreAnswered && this.#stuck.size < MOST_STUCK) this.#stuck.add(id);
  }

  /** A message is gone, or did not get as far as the broker. */
  forget(id: number): void {
    this.#sent.delete(id);
    this.#stuck.delete(id);
  }

  /** The collector has stored something of this sensor's. */
  answered(): void {
    this.#answers += 1;
    this.expectAnswers();
  }

  /** The collector is there, or may be there again: time-outs are short again. */
  expectAnswers(): void {
    this.#doublings = 0;
    this.#doubledAt = this.#monotonic();
  }
}
