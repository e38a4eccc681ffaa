import { RateLimiterMemory } from "rate-limiter-flexible";
import { waitMs } from "./wait-ms.ts";

/** Most keys remembered. Whoever comes with ever new addresses pushes out what was touched longest ago, and no more memory is held. */
export const MOST_KEYS = 10_000;

/** So many attempts in so many seconds. */
export interface Budget {
  points: number;
  seconds: number;
}

/** Counts attempts by key. */
export interface Limiter {
  /** Counts an attempt at once, so that attempts at the same time cannot share one. Milliseconds to wait when there is none left; else 0. */
  take: (key: string) => Promise<number>;
  /** Gives an attempt back: it was none of a guesser. */
  giveBack: (key: string) => Promise<void>;
}

/**
 * Counts attempts in memory. The library counts and forgets by the clock of the machine; its memory has no bound of its own, so the keys are
 * kept in the order in which they were touched, and the oldest goes. A restart forgives. For the embedded store, whose one process sees every
 * attempt; a file would make each guess a write to the disk on which the sensors' messages wait.
 */
export class BoundedLimiter implements Limiter {
  readonly #limiter: RateLimiterMemory;
  readonly #touched = new Set<string>();
  readonly #mostKeys: number;

  constructor({ points, seconds }: Budget, mostKeys = MOST_KEYS) {
    this.#limiter = new RateLimiterMemory({ points, duration: seconds });
    this.#mostKeys = mostKeys;
  }

  get keys(): number {
    return this.#touched.size;
  }

  async take(key: string): Promise<number> {
    try {
      return await waitMs(this.#limiter, key);
    } finally {
      await this.#touch(key);
    }
  }

  async giveBack(key: string): Promise<void> {
    await this.#limiter.reward(key);
  }

  async #touch(key: string): Promise<void> {
    this.#touched.delete(key);
    this.#touched.add(key);
    const [oldest] = this.#touched;
    if (this.#touched.size <= this.#mostKeys || oldest === undefined) return;
    this.#touched.delete(oldest);
    await this.#limiter.delete(oldest);
  }
}
