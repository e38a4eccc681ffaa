import { setTimeout as delay } from "node:timers/promises";
import { sql, type Kysely, type Transaction } from "kysely";
import type { StateTables } from "./tables.ts";

/** Attempts of one transaction that another collector's gets in the way of, and the longest wait before the second, in milliseconds. */
const ATTEMPTS = 8;
const FIRST_WAIT_MS = 10;
/** First key of the advisory locks of venues, so that they meet no other lock of ours or of anybody else's. */
const VENUE_LOCKS = 0x7077;

/** Transactions that PostgreSQL broke off because another one was in the way, since the start. */
export interface TransactionCounters {
  /** Run again. */
  retried: number;
  /** Given up after {@link ATTEMPTS}: the work was refused, and whoever asked was told. */
  surfaced: number;
}

/** What `work` does beside the database may happen more than once. */
type Work<T> = (trx: Transaction<StateTables>) => Promise<T>;

export interface Transactions {
  counters: TransactionCounters;
  run: <T>(work: Work<T>) => Promise<T>;
  inVenue: <T>(venueId: string, work: Work<T>) => Promise<T>;
}

/**
 * Transactions that are run again when the database broke them off for another one's sake, a bounded number of times with growing, random
 * waits: two that met once would meet again at the same distance. SQLite has one writer, and breaks nothing off.
 */
export function transactionsOf(
  db: Kysely<StateTables>,
  dialect: "sqlite" | "postgres",
  random: () => number = Math.random,
): Transactions {
  const counters = { retried: 0, surfaced: 0 };
  const run = async <T>(work: Work<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await db.transaction().execute(work);
      } catch (error) {
        if (!isConflict(error)) throw error;
        if (attempt === ATTEMPTS) {
          counters.surfaced++;
          throw error;
        }
        counters.retried++;
        await delay(random() * FIRST_WAIT_MS * 2 ** attempt);
      }
    }
  };
  return {
    counters,
    run,
    inVenue: (venueId, work) =>
      run(async (trx) => {
        // The first statement: whatever is read afterwards is what the one before has left behind.
        if (dialect === "postgres")
          await sql`select pg_advisory_xact_lock(${sql.lit(VENUE_LOCKS)}, hashtext(${venueId}))`.execute(trx);
        return work(trx);
      }),
  };
}

/**
 * Runs `work` within a PostgreSQL transaction whose earlier part must not be undone: a deadlock breaks off `work` alone, which is run again.
 * Locks that were taken before stay.
 */
export async function inSavepoint<T>(trx: Transaction<StateTables>, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    await sql`savepoint part`.execute(trx);
    try {
      const value = await work();
      await sql`release savepoint part`.execute(trx);
      return value;
    } catch (error) {
      if (!isConflict(error) || attempt === ATTEMPTS) throw error;
      await sql`rollback to savepoint part`.execute(trx);
      await delay(Math.random() * FIRST_WAIT_MS * 2 ** attempt);
    }
  }
}

/** SQLSTATE 40P01 (deadlock_detected) and 40001 (serialization_failure): nothing was done, and it may be done again. */
export const isConflict = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "40P01" || error.code === "40001");
