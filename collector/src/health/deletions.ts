import type { Deletion, DeletionKind, DeletionRule } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateReader } from "../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";
import type { StateTables } from "../store/state/tables.ts";

/** A line of the log before its rows are counted. `until`: everything of the kind from before this instant went. */
export interface DeletionEntry {
  at: number;
  kind: DeletionKind;
  until: number;
  rule: DeletionRule;
}

/** Most rows that a line can count: the column is PostgreSQL's integer. */
const MOST = 2 ** 31 - 1;

/** Writes down that rows went, inside the transaction in which they went; nothing when none did. Returns the line's id. */
export async function noteDeletion(
  trx: Transaction<StateTables>,
  entry: DeletionEntry & { rows: number | bigint },
): Promise<number | undefined> {
  const rows = Math.min(Number(entry.rows), MOST);
  if (rows === 0) return undefined;
  const line = await trx
    .insertInto("deletions")
    .values({ ...entry, rows })
    .returning("id")
    .executeTakeFirstOrThrow();
  return line.id;
}

/** One line for what goes in several transactions: each counts its own rows, so a run that is killed in the middle has told what it did. */
export class DeletionLine {
  readonly #entry: DeletionEntry;
  #id: number | undefined;

  constructor(entry: DeletionEntry) {
    this.#entry = entry;
  }

  /** Inside the transaction in which the rows went. */
  async add(trx: Transaction<StateTables>, rows: number | bigint): Promise<void> {
    if (Number(rows) === 0) return;
    if (this.#id !== undefined) {
      const { at, kind, until, rule } = this.#entry;
      const { numUpdatedRows } = await trx
        .updateTable("deletions")
        .set((set) => ({ rows: set("rows", "+", Number(rows)) }))
        .where("id", "=", this.#id)
        // A transaction that was rolled back took the line with it, and its number may be another's now.
        .where((where) => where.and({ at, kind, until, rule }))
        .where("rows", "<=", MOST - Number(rows))
        .executeTakeFirst();
      if (numUpdatedRows > 0n) return;
    }
    this.#id = await noteDeletion(trx, { ...this.#entry, rows });
  }
}

const LIST = "deletions";
const ORDER = [["id", "row"]] as const satisfies Order;

/**
 * The log of deletions, latest first.
 * @param after only what comes after this `next` of an earlier page
 * @throws CursorError
 */
export async function readDeletions({ db }: StateReader, limit: number, after?: string): Promise<Page<Deletion>> {
  let query = db
    .selectFrom("deletions")
    .selectAll()
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (after !== undefined) query = query.where(isBehind(LIST, ORDER, after, "desc"));
  const { items, next } = pageOf(LIST, await query.execute(), limit, (row) => [row.id]);
  return {
    items: items.map(({ at, kind, rows, until, rule }) => ({
      at: new Date(at).toISOString(),
      kind,
      rows,
      until: new Date(until).toISOString(),
      rule,
    })),
    next,
  };
}
