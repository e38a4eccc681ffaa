import { Floor, type Venue } from "@probewarden/contract";
import { Type } from "typebox";
import { Check } from "typebox/value";
import { planName, planUrl, planVersions } from "../store/plans.ts";
import type { StateStore } from "../store/state/open-state.ts";

/** What a floor must be for anybody to draw it; whether its sides are sensible is told by `venueFaults`, not by leaving it out. */
const KeptFloor = Type.Object({
  floorId: Floor.properties.floorId,
  name: Type.String(),
  widthMetres: Type.Number({ exclusiveMinimum: 0 }),
  heightMetres: Type.Number({ exclusiveMinimum: 0 }),
});

/** Venues, by name. A row that cannot be read hurts no other: its floors are left out. */
export async function readVenues({ db }: Pick<StateStore, "db">): Promise<Venue[]> {
  const rows = await db.selectFrom("venues").selectAll().orderBy("name").execute();
  const plans = await planVersions(db);
  return rows.map((row) => ({
    venueId: row.venue_id,
    name: row.name,
    timeZone: row.time_zone,
    floors: readFloors(row.floors).map((floor) => {
      const version = plans.get(planName(row.venue_id, floor.floorId));
      return version === undefined ? floor : { ...floor, planUrl: planUrl(row.venue_id, floor.floorId, version) };
    }),
  }));
}

/** The floors that a row of `venues` holds, without what cannot be read; plans stand in a table of their own. */
export function readFloors(json: string): Floor[] {
  let kept: unknown;
  try {
    kept = JSON.parse(json);
  } catch {
    return [];
  }
  if (!Array.isArray(kept)) return [];
  return kept
    .filter((floor): floor is Floor => Check(KeptFloor, floor))
    .map(({ floorId, name, widthMetres, heightMetres }) => ({ floorId, name, widthMetres, heightMetres }));
}
