import { createHash } from "node:crypto";
import { CompiledQuery } from "kysely";
import { RateLimiterMemory, RateLimiterPostgres } from "rate-limiter-flexible";
import type { StateStore } from "../store/state/open-state.ts";
import type { Budget, Limiter } from "./bounded-limiter.ts";
import { waitMs } from "./wait-ms.ts";

/** Most keys that are kept of all budgets together, and how often one collector looks at it. Beyond, what ends first goes first. */
const MOST_ROWS = 200_000;
const LOOK_MS = 60_000;

/**
 * Counts attempts by key in PostgreSQL, for all collectors together: a guesser gains nothing by asking each of them, and a restart forgives
 * nothing. Keys are kept as hashes, for a person may type a password where the name belongs. While PostgreSQL is away each collector counts
 * for itself; nobody is signed in then anyway.
 */
export class StoredLimiter implements Limiter {
  readonly #state: StateStore;
  readonly #limiter: RateLimiterPostgres;
  readonly #mostRows: number;
  #lookedAt = -Infinity;

  /** `name` is the budget's own, so that two never share a row. */
  constructor(state: StateStore, name: string, { points, seconds }: Budget, mostRows = MOST_ROWS) {
    this.#state = state;
    this.#mostRows = mostRows;
    this.#limiter = new RateLimiterPostgres({
      storeClient: {
        query: async ({ text, values }: { text: string; values: readonly unknown[] }) =>
          await state.db.executeQuery(CompiledQuery.raw(text, [...values])),
      },
      storeType: "client",
      tableName: "sign_in_attempts",
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points,
      duration: seconds,
      insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
    });
  }

  async take(key: string): Promise<number> {
    await this.#forget();
    return waitMs(this.#limiter, hashOf(key));
  }

  async giveBack(key: string): Promise<void> {
    await this.#limiter.reward(hashOf(key));
  }

  async #forget(): Promise<void> {
    const now = Date.now();
    if (now - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = now;
    const { db } = this.#state;
    const { ends } = (await db
      .selectFrom("sign_in_attempts")
      .select("expire as ends")
      .orderBy("expire", "desc")
      .offset(this.#mostRows)
      .limit(1)
      .executeTakeFirst()) ?? { ends: 0 };
    await db
      .deleteFrom("sign_in_attempts")
      .where("expire", "<=", Math.max(now, Number(ends)))
      .execute();
  }
}

const hashOf = (key: string): string => createHash("sha256").update(key).digest("base64url");
