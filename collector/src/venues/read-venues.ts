import type { Floor, Venue } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";

/** Venues, by name. */
export async function readVenues(state: StateStore): Promise<Venue[]> {
  const rows = await state.db.selectFrom("venues").selectAll().orderBy("name").execute();
  return rows.map((row) => ({
    venueId: row.venue_id,
    name: row.name,
    timeZone: row.time_zone,
    floors: JSON.parse(row.floors) as Floor[],
  }));
}
