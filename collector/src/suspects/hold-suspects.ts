import type { Selectable, Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/**
 * Reads suspects and keeps everybody else's hands off them until the transaction ends; those that are gone are left out. SQLite has one
 * writer at a time anyway; PostgreSQL would let a suspect be merged away between the look at it and the row that refers to it.
 */
export function holdSuspects(
  trx: Transaction<StateTables>,
  suspectIds: readonly string[],
): Promise<Selectable<StateTables["suspects"]>[]> {
  return trx
    .updateTable("suspects")
    .set((columns) => ({ state: columns.ref("state") }))
    .where("suspect_id", "in", suspectIds)
    .returningAll()
    .execute();
}
