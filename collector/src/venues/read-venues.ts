import { Floor, type Scope, type Venue } from "@probewarden/contract";
import { Type } from "typebox";
import { Check } from "typebox/value";
import { readFloorCalibrations } from "./calibration/floor-calibrations.ts";
import { locationOf } from "./location.ts";
import { planName, planUrl, planVersions } from "../store/plans.ts";
import { withinScope } from "../people/scope.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";

/** What a floor must be for anybody to draw it; whether its sides are sensible is told by `venueFaults`, not by leaving it out. */
const KeptFloor = Type.Object({
  floorId: Floor.properties.floorId,
  name: Type.String(),
  widthMetres: Type.Number({ exclusiveMinimum: 0 }),
  heightMetres: Type.Number({ exclusiveMinimum: 0 }),
});

const LIST = "venues";
const ORDER = [
  ["name", "text"],
  ["venue_id", "text"],
] as const satisfies Order;

/** Venues, by name. A row that cannot be read hurts no other: its floors are left out. */
export const readVenues = async (state: Pick<StateReader, "db">): Promise<Venue[]> =>
  (await readVenuePage(state, {})).items;

/**
 * The same, with the cursor of the next page.
 * @param filter `after`: only what comes after this `next` of an earlier page; `limit`: at most so many, absent: all; `within`: only venues within this scope
 * @throws CursorError
 */
export async function readVenuePage(
  { db }: Pick<StateReader, "db">,
  filter: { after?: string; limit?: number; within?: Scope },
): Promise<Page<Venue>> {
  let query = db.selectFrom("venues").selectAll().orderBy("name").orderBy("venue_id");
  if (filter.limit !== undefined) query = query.limit(filter.limit + 1);
  if (filter.within !== undefined) query = query.where(withinScope(filter.within, "venue_id"));
  if (filter.after !== undefined) query = query.where(isBehind(LIST, ORDER, filter.after, "asc"));
  const limit = filter.limit ?? Number.POSITIVE_INFINITY;
  const { items, next } = pageOf(LIST, await query.execute(), limit, (row) => [row.name, row.venue_id]);
  const plans = await planVersions(db);
  const found = items.map((row) => ({ row, venueId: row.venue_id, floors: readFloors(row.floors) }));
  const calibrations = await readFloorCalibrations(db, found);
  const shown = (venueId: string, floor: Floor): Floor => {
    const version = plans.get(planName(venueId, floor.floorId));
    return {
      ...floor,
      ...optional("planUrl", version === undefined ? undefined : planUrl(venueId, floor.floorId, version)),
      ...optional("calibration", calibrations.get(venueId)?.get(floor.floorId)),
    };
  };
  return {
    items: found.map(({ row, venueId, floors }) => ({
      venueId,
      name: row.name,
      timeZone: row.time_zone,
      ...optional("location", locationOf(row)),
      ...optional("district", row.district ?? undefined),
      floors: floors.map((floor) => shown(venueId, floor)),
    })),
    next,
  };
}

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> =>
  value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);

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
