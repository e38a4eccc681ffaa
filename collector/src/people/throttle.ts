/** Failures that cost nothing, so that a typing error is not punished. */
const FREE_FAILURES = 3;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15 * 60_000;
/** Most keys remembered; the one that failed longest ago goes first. */
const MOST_KEYS = 10_000;

/**
 * Makes guessing slow: after a few failures each further one doubles the time that a key (an account, or an address) must
 * wait. It is memory only: a restart forgives, and nobody can lock an account for good.
 */
export class Throttle {
  #failures = new Map<string, { count: number; until: number }>();

  /** Makes an attempt unless one of its keys must wait; a failure (undefined) counts against all of them: the account, the address. */
  async attempt<T>(
    keys: readonly string[],
    now: () => number,
    make: () => Promise<T | undefined>,
  ): Promise<{ waitMs: number } | { value: T | undefined }> {
    const waitMs = Math.max(...keys.map((key) => this.waitMs(key, now())));
    if (waitMs > 0) return { waitMs };
    // Counted before the answer is known, so that attempts at the same time cannot share one wait.
    for (const key of keys) this.failed(key, now());
    const value = await make();
    if (value !== undefined) for (const key of keys) this.succeeded(key);
    return { value };
  }

  /** Milliseconds that the key still has to wait; 0 when it may try. */
  waitMs(key: string, now: number): number {
    return Math.max(0, (this.#failures.get(key)?.until ?? 0) - now);
  }

  failed(key: string, now: number): void {
    const count = (this.#failures.get(key)?.count ?? 0) + 1;
    const delay =
      count <= FREE_FAILURES ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (count - FREE_FAILURES - 1));
    this.#failures.delete(key);
    this.#failures.set(key, { count, until: now + delay });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MOST_KEYS && oldest !== undefined) this.#failures.delete(oldest);
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }
}
