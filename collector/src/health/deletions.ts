import type { Deletion, DeletionKind } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Writes down that rows went, inside the transaction in which they went; nothing when none did. */
export async function noteDeletion(
  trx: Transaction<StateTables>,
  entry: { at: number; kind: DeletionKind; rows: number | bigint; until: number },
): Promise<void> {
  const rows = Math.min(Number(entry.rows), 2 ** 31 - 1);
  if (rows > 0)
    await trx
      .insertInto("deletions")
      .values({ ...entry, rows })
      .execute();
}

/** The log of deletions, latest first. */
export async function readDeletions({ db }: StateStore, limit: number): Promise<Deletion[]> {
  const rows = await db.selectFrom("deletions").selectAll().orderBy("id", "desc").limit(limit).execute();
  return rows.map(({ at, kind, rows: count, until }) => ({
    at: new Date(at).toISOString(),
    kind,
    rows: count,
    until: new Date(until).toISOString(),
  }));
}
