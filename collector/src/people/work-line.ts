/** Who stands in the line: those who are known here go before strangers. */
export type Lane = "known" | "stranger";

/** Too many wait already: the work was not begun. */
export class LineFullError extends Error {
  override readonly name = "LineFullError";
}

/**
 * Lets so many pieces of heavy work run at once and so many wait, so that a crowd at the door fills neither the memory nor the thread pool
 * that files and names need too. Each lane has its own places to wait in, and the strangers' is served when nobody known waits.
 */
export class WorkLine {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: Readonly<Record<Lane, (() => void)[]>> = { known: [], stranger: [] };
  #running = 0;

  constructor(atOnce: number, mostWaiting: number) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /** Does the work in its turn. @throws LineFullError when the lane has no place left */
  async run<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    const waiting = this.#waiting[lane];
    if (this.#running < this.#atOnce) this.#running += 1;
    else if (waiting.length >= this.#mostWaiting) throw new LineFullError(`${waiting.length} wait already`);
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      // The place is handed on, so `running` falls only when nobody waits.
      const next = this.#waiting.known.shift() ?? this.#waiting.stranger.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
