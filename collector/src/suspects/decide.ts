import type { DecisionRecord } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";

/** Decisions after which nobody needs to be told, and no sensor needs to be asked. */
const SETTLED: readonly string[] = ["authorised", "dismissed"] satisfies DecisionRecord["decision"][];

/** The decision as it stands in the store, and whether it settles the suspect. */
export function readDecision(text: string | null): { record: DecisionRecord | undefined; settled: boolean } {
  const record = text === null ? undefined : (JSON.parse(text) as DecisionRecord);
  return { record, settled: record !== undefined && SETTLED.includes(record.decision) };
}

/**
 * Keeps what a person decided about a suspect, with who, when and why. Every decision stays in the history; `none` takes
 * the present one back. Returns the suspect's venue; undefined when there is no such suspect.
 */
export async function decide(
  state: StateStore,
  suspectId: string,
  record: DecisionRecord,
): Promise<string | undefined> {
  return state.transaction(async (db) => {
    const suspect = await db
      .updateTable("suspects")
      .set({ decision: record.decision === "none" ? null : JSON.stringify(record) })
      .where("suspect_id", "=", suspectId)
      .returning("venue_id")
      .executeTakeFirst();
    if (suspect === undefined) return undefined;
    const { decision, reason, by, at } = record;
    await db
      .insertInto("decisions")
      .values({ suspect_id: suspectId, decision, reason, by, at: Date.parse(at) })
      .execute();
    return suspect.venue_id;
  });
}
