import type { NewcomerMarkRecord } from "@probewarden/contract";
import { audit } from "../people/audit.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { needOf } from "./newcomer-need.ts";

/**
 * Keeps what a person found out about an entry of the work list, and writes down in the audit that somebody did; the note stands in the
 * entry alone. `none` takes it back. Undefined: there is no such entry.
 */
export async function markNewcomer(
  state: StateStore,
  newcomerId: string,
  record: NewcomerMarkRecord,
): Promise<true | undefined> {
  const known = await state.db
    .selectFrom("newcomers")
    .select("venue_id")
    .where("newcomer_id", "=", newcomerId)
    .executeTakeFirst();
  if (known === undefined) return undefined;
  return state.inVenue(known.venue_id, async (trx) => {
    const { mark, by, at } = record;
    const row = await trx
      .updateTable("newcomers")
      .set({ mark: mark === "none" ? null : JSON.stringify(record), need: needOf(mark) })
      .where("newcomer_id", "=", newcomerId)
      .returning("newcomer_id")
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await audit(trx, { at: Date.parse(at), by, action: `newcomer-${mark}`, subject: newcomerId });
    return true;
  });
}
