import type { DecisionRecord } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";

/**
 * Keeps what a person decided about a suspect, with who, when and why. Every decision stays in the history; `none` takes
 * the present one back. False when there is no such suspect.
 */
export async function decide(state: StateStore, suspectId: string, record: DecisionRecord): Promise<boolean> {
  return state.transaction(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable("suspects")
      .set({ decision: record.decision === "none" ? null : JSON.stringify(record) })
      .where("suspect_id", "=", suspectId)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    const { decision, reason, by, at } = record;
    await db
      .insertInto("decisions")
      .values({ suspect_id: suspectId, decision, reason, by, at: Date.parse(at) })
      .execute();
    return true;
  });
}
