import { sql, type Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** A suspect, as far as it bears on whom it hits. */
export interface Hitting {
  suspectId: string;
  venueId: string;
  suspicion: string;
}

/**
 * Suspects that hit one of the targets, have not ended, and in which nobody is accused: a sender that hides behind somebody else's address
 * is known by its target. Looked up in an index, for a flood of such suspects must not make each further one dearer.
 */
export async function suspectsHitting(
  trx: Transaction<StateTables>,
  { venueId, suspicion }: Omit<Hitting, "suspectId">,
  targets: readonly string[],
): Promise<string[]> {
  if (targets.length === 0) return [];
  const rows = await trx
    .selectFrom("suspect_targets")
    .select("suspect_id")
    .distinct()
    .where("venue_id", "=", venueId)
    .where("target", "in", targets)
    .where("suspicion", "=", suspicion)
    .where("fusible", "=", 1)
    .execute();
  return rows.map((row) => row.suspect_id);
}

/** Remembers that a suspect hits these as well. */
export async function noteTargets(
  trx: Transaction<StateTables>,
  { suspectId, venueId, suspicion }: Hitting,
  targets: readonly string[],
): Promise<void> {
  if (targets.length === 0) return;
  await trx
    .insertInto("suspect_targets")
    .values(targets.map((target) => ({ venue_id: venueId, target, suspect_id: suspectId, suspicion, fusible: 0 })))
    .onConflict((conflict) => conflict.columns(["venue_id", "target", "suspect_id"]).doNothing())
    .execute();
  await settleTargets(trx, [suspectId]);
}

/** Says anew whether later findings may be fused with suspects by their targets: after they ended or came back, and when somebody came to be accused or nobody is any more. */
export async function settleTargets(trx: Transaction<StateTables>, suspectIds: readonly string[]): Promise<void> {
  if (suspectIds.length === 0) return;
  const accused = sql`exists (select 1 from suspect_transmitters t where t.suspect_id = suspect_targets.suspect_id)`;
  const there = sql`exists (select 1 from suspects s where s.suspect_id = suspect_targets.suspect_id and s.state <> 'ended')`;
  await trx
    .updateTable("suspect_targets")
    .set({ fusible: sql<number>`case when ${there} and not ${accused} then 1 else 0 end` })
    .where("suspect_id", "in", suspectIds)
    .execute();
}

/** Gives the targets of several suspects to the one that is made of them; `targets`: those that it keeps. */
export async function mergeTargets(
  trx: Transaction<StateTables>,
  kept: Hitting,
  merged: readonly string[],
  targets: readonly string[],
): Promise<void> {
  await trx
    .deleteFrom("suspect_targets")
    .where("suspect_id", "in", [kept.suspectId, ...merged])
    .execute();
  await noteTargets(trx, kept, targets);
}
