import { randomBytes } from "node:crypto";
import { spellOctets, type MaintenanceWindow, type Scope } from "@probewarden/contract";
import type { Kysely, Selectable } from "kysely";
import { audit } from "../people/audit.ts";
import { withinScope } from "../people/scope.ts";
import type { StateReader, StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";

/** How long a window may be: one that is forgotten must not silence a venue for ever. */
export const LONGEST_MS = 31 * 24 * 3_600_000;
/** Windows of one venue that may lie ahead. */
export const MOST_AHEAD = 50;
/** Windows that are shown. */
const SHOWN = 200;

/** Why a window is not taken. */
export type WindowRefusal = "no-venue" | "bad-range" | "too-many";

/** Announces one. What happens in it is not told; what is still away at its end is. */
export async function announceMaintenance(
  state: StateStore,
  venueId: string,
  { from, until, reason }: { from: number; until: number; reason: string },
  { by, at }: { by: string; at: number },
): Promise<MaintenanceWindow | WindowRefusal> {
  if (until <= Math.max(from, at) || until - from > LONGEST_MS) return "bad-range";
  return state.inVenue(venueId, async (trx) => {
    const venue = await trx.selectFrom("venues").select("venue_id").where("venue_id", "=", venueId).executeTakeFirst();
    if (venue === undefined) return "no-venue";
    const { n } = await trx
      .selectFrom("maintenance")
      .select((select) => select.fn.countAll<number | string>().as("n"))
      .where("venue_id", "=", venueId)
      .where("until_at", ">", at)
      .executeTakeFirstOrThrow();
    if (Number(n) >= MOST_AHEAD) return "too-many";
    const row = {
      window_id: `window-${spellOctets(randomBytes(8))}`,
      venue_id: venueId,
      from_at: from,
      until_at: until,
      reason,
      by,
      at,
      ended_by: null,
    };
    await trx.insertInto("maintenance").values(row).execute();
    await audit(trx, { at, by, action: "maintenance-announced", subject: row.window_id });
    return asWindow(row);
  });
}

/** Ends one before its time, or takes back one that has not begun. Undefined: there is none that is not over. */
export async function endMaintenance(
  state: StateStore,
  windowId: string,
  { by, at }: { by: string; at: number },
): Promise<MaintenanceWindow | undefined> {
  return state.transaction(async (trx) => {
    const row = await trx
      .updateTable("maintenance")
      .set({ until_at: at, ended_by: by })
      .where("window_id", "=", windowId)
      .where("until_at", ">", at)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await audit(trx, { at, by, action: "maintenance-ended", subject: windowId });
    return asWindow(row);
  });
}

/** Venues in which boxes may be away now. */
export async function venuesInMaintenance(db: Kysely<StateTables>, now: number): Promise<Set<string>> {
  const rows = await db
    .selectFrom("maintenance")
    .select("venue_id")
    .where("until_at", ">", now)
    .where("from_at", "<=", now)
    .execute();
  return new Set(rows.map(({ venue_id }) => venue_id));
}

/** The latest windows, those that end last in front. */
export async function readMaintenance(
  { db }: StateReader,
  filter: { venueId?: string; within?: Scope },
): Promise<MaintenanceWindow[]> {
  let query = db.selectFrom("maintenance").selectAll().orderBy("until_at", "desc").orderBy("window_id").limit(SHOWN);
  if (filter.venueId !== undefined) query = query.where("venue_id", "=", filter.venueId);
  if (filter.within !== undefined) query = query.where(withinScope(filter.within, "venue_id"));
  return (await query.execute()).map(asWindow);
}

const asWindow = (row: Selectable<StateTables["maintenance"]>): MaintenanceWindow => ({
  windowId: row.window_id,
  venueId: row.venue_id,
  from: new Date(row.from_at).toISOString(),
  until: new Date(row.until_at).toISOString(),
  reason: row.reason,
  by: row.by,
  at: new Date(row.at).toISOString(),
  ...(row.ended_by === null ? {} : { endedBy: row.ended_by }),
});
