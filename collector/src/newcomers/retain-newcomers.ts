import type { Transaction } from "kysely";
import { DeletionLine } from "../health/deletions.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Entries that go in one transaction. */
const PIECE = 500;

/**
 * Forgets entries of the work list that no sensor has heard since an instant, and of more than `most` those that were heard longest ago.
 * What a person has marked stays: it must hold when the access point comes back. Names of stays without an address go by their age.
 */
export async function retainNewcomers(
  state: StateStore,
  { before, most }: { before: number; most: number },
  now: number,
): Promise<void> {
  await forgetBefore(state, before, new DeletionLine({ at: now, kind: "newcomers", until: before, rule: "age" }));
  await state.transaction(async (trx) => {
    await trx
      .deleteFrom("newcomer_stays")
      .where("newcomer_id", "is", null)
      .where("last_heard_at", "<", before)
      .execute();
  });
  const cut = await state.db
    .selectFrom("newcomers")
    .select("last_heard_at")
    .where("mark", "is", null)
    .orderBy("last_heard_at", "desc")
    .offset(most)
    .limit(1)
    .executeTakeFirst();
  if (cut === undefined) return;
  const until = Number(cut.last_heard_at) + 1;
  await forgetBefore(state, until, new DeletionLine({ at: now, kind: "newcomers", until, rule: "limit" }));
}

async function forgetBefore(state: StateStore, before: number, line: DeletionLine): Promise<void> {
  let gone = PIECE;
  while (gone === PIECE) gone = await state.transaction((trx) => forgetPiece(trx, before, line));
}

async function forgetPiece(trx: Transaction<StateTables>, before: number, line: DeletionLine): Promise<number> {
  const rows = await trx
    .selectFrom("newcomers")
    .select("newcomer_id")
    .where("mark", "is", null)
    .where("last_heard_at", "<", before)
    .limit(PIECE)
    .execute();
  const ids = rows.map((row) => row.newcomer_id);
  if (ids.length === 0) return 0;
  await trx.deleteFrom("newcomer_stays").where("newcomer_id", "in", ids).execute();
  await trx.deleteFrom("newcomers").where("newcomer_id", "in", ids).execute();
  await line.add(trx, BigInt(ids.length));
  return ids.length;
}
