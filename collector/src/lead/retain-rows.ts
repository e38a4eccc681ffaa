import type { DeletionKind } from "@probewarden/contract";
import { sql, type RawBuilder } from "kysely";
import { DeletionLine } from "../health/deletions.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Rows that go in one transaction: everybody else has a turn after each. */
const PIECE = 1_000;

/** A table whose rows go by their age alone. */
export interface AgedTable {
  kind: DeletionKind;
  table: keyof StateTables;
  /** The column of its age, epoch milliseconds; a row without one is not over, and stays. */
  at: string;
  /** Forgotten is what is from before this instant. */
  before: number;
  /** And what is more than so many, the oldest first. */
  most?: number;
  /** Columns of what a person wrote: a row with one of them stays, whatever its age, and counts for nothing. */
  spared?: readonly string[];
}

/** Forgets what is too old and what is too much of a table, in pieces, and writes each down as a line. */
export async function retainRows(state: StateStore, { most, ...aged }: AgedTable, now: number): Promise<void> {
  await forgetBefore(state, aged, new DeletionLine({ at: now, kind: aged.kind, until: aged.before, rule: "age" }));
  const cut = most === undefined ? undefined : await nthNewest(state, aged, most);
  if (cut === undefined) return;
  const before = cut + 1;
  const line = new DeletionLine({ at: now, kind: aged.kind, until: before, rule: "limit" });
  await forgetBefore(state, { ...aged, before }, line);
}

async function forgetBefore(state: StateStore, aged: Omit<AgedTable, "most">, line: DeletionLine): Promise<void> {
  const [table, at, free] = [sql.table(aged.table), sql.ref(aged.at), freeOf(aged)];
  let isLeft = true;
  while (isLeft)
    isLeft = await state.transaction(async (trx) => {
      const { rows } = await sql<{ cut: number }>`
        SELECT ${at} AS cut FROM ${table} WHERE ${at} < ${aged.before} AND ${free} ORDER BY ${at} LIMIT 1 OFFSET ${PIECE - 1}`.execute(
        trx,
      );
      const [last] = rows;
      // Rows of one instant go together.
      const end = last === undefined ? aged.before : Number(last.cut) + 1;
      const gone = await sql`DELETE FROM ${table} WHERE ${at} < ${end} AND ${free}`.execute(trx);
      await line.add(trx, gone.numAffectedRows ?? 0n);
      return last !== undefined;
    });
}

/** That nobody wrote anything about a row. */
const freeOf = ({ spared = [] }: Pick<AgedTable, "spared">): RawBuilder<unknown> =>
  spared.length === 0
    ? sql`1 = 1`
    : sql.join(
        spared.map((column) => sql`${sql.ref(column)} IS NULL`),
        sql` AND `,
      );

/** The age of the newest row that is one too many; undefined where there are not so many. */
async function nthNewest(
  { db }: StateStore,
  aged: Pick<AgedTable, "table" | "at" | "spared">,
  most: number,
): Promise<number | undefined> {
  const [table, at, free] = [sql.table(aged.table), sql.ref(aged.at), freeOf(aged)];
  const { rows } = await sql<{ cut: number }>`
    SELECT ${at} AS cut FROM ${table} WHERE ${at} IS NOT NULL AND ${free} ORDER BY ${at} DESC LIMIT 1 OFFSET ${most}`.execute(
    db,
  );
  return rows[0] === undefined ? undefined : Number(rows[0].cut);
}
