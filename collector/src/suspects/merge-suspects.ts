import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import { holdSuspects } from "./hold-suspects.ts";

/**
 * Makes one suspect of several that a later finding has joined, inside the caller's transaction. The one heard first keeps its id and
 * its decision; the others' findings, addresses, decisions and alerts go over to it, and their ids are returned in `merged`.
 */
export async function mergeSuspects(
  trx: Transaction<StateTables>,
  suspectIds: readonly string[],
): Promise<{ suspectId: string | undefined; merged: string[] }> {
  if (suspectIds.length < 2) return { suspectId: suspectIds[0], merged: [] };
  const [kept, ...others] = (await holdSuspects(trx, suspectIds)).toSorted(
    (a, b) => a.first_heard_at - b.first_heard_at || (a.suspect_id < b.suspect_id ? -1 : 1),
  );
  if (kept === undefined || others.length === 0) return { suspectId: kept?.suspect_id, merged: [] };
  const merged = others.map((row) => row.suspect_id);
  const all = [kept, ...others];
  const moved = { suspect_id: kept.suspect_id };
  await trx.updateTable("findings").set(moved).where("suspect_id", "in", merged).execute();
  await trx.updateTable("suspect_transmitters").set(moved).where("suspect_id", "in", merged).execute();
  await trx.updateTable("decisions").set(moved).where("suspect_id", "in", merged).execute();
  await trx.updateTable("alerts").set(moved).where("suspect_id", "in", merged).execute();
  await trx.updateTable("watch_entries").set(moved).where("suspect_id", "in", merged).execute();
  await trx
    .updateTable("suspects")
    .set({
      highest_db: Math.max(...all.map((row) => row.highest_db)),
      last_heard_at: Math.max(...all.map((row) => row.last_heard_at)),
      transmitter_count: Math.max(...all.map((row) => row.transmitter_count)),
      targets: JSON.stringify([...new Set(all.flatMap((row) => JSON.parse(row.targets) as string[]))].slice(0, 64)),
      decision: kept.decision ?? others.find((row) => row.decision !== null)?.decision ?? null,
    })
    .where("suspect_id", "=", kept.suspect_id)
    .execute();
  await trx.deleteFrom("suspects").where("suspect_id", "in", merged).execute();
  return { suspectId: kept.suspect_id, merged };
}
