import type { Kysely } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** Writes down who did what to what. `action` is a closed list of ours (`suspect-decided`, `alert-closed` …), `subject` an id. */
export async function audit(
  state: Kysely<StateTables>,
  entry: { at: number; by: string; action: string; subject: string },
): Promise<void> {
  await state.insertInto("audit").values(entry).execute();
}
