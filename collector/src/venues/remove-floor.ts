import type { Place } from "@probewarden/contract";
import { audit } from "../people/audit.ts";
import { removeFits } from "../store/calibrations.ts";
import { removeDrawings } from "../store/drawings.ts";
import { removeWalks } from "../store/walks.ts";
import { removePlans } from "../store/plans.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { readFloors } from "./read-venues.ts";

/** What became of a floor that was to go. `hang`: sensors that have their place there, by id. */
export type FloorRemoval =
  | { outcome: "no-venue" }
  | { outcome: "no-floor"; floors: string[] }
  | { outcome: "hang" | "removed"; hang: string[] };

/**
 * Removes a floor with its plan and what is drawn on it. Sensors that hang there keep it from going, unless `evenWith` them: then they stay, without a place. Places
 * of suspects on this floor go too; those of suspects that are still heard are worked out again from where their sensors are.
 */
export async function removeFloorOf(
  state: StateStore,
  { venueId, floorId, evenWith }: { venueId: string; floorId: string; evenWith: boolean },
  by: string,
  at: number,
): Promise<FloorRemoval> {
  return state.inVenue(venueId, async (trx): Promise<FloorRemoval> => {
    const venue = await trx.selectFrom("venues").select("floors").where("venue_id", "=", venueId).executeTakeFirst();
    if (venue === undefined) return { outcome: "no-venue" };
    const floors = readFloors(venue.floors);
    if (!floors.some((floor) => floor.floorId === floorId))
      return { outcome: "no-floor", floors: floors.map((floor) => floor.floorId) };
    const there = await trx
      .selectFrom("sensors")
      .select(["sensor_id", "retired_at"])
      .where("venue_id", "=", venueId)
      .where("floor_id", "=", floorId)
      .orderBy("sensor_id")
      .execute();
    const hang = there.filter((row) => row.retired_at === null).map((row) => row.sensor_id);
    if (hang.length > 0 && !evenWith) return { outcome: "hang", hang };
    await trx
      .updateTable("sensors")
      .set({ floor_id: null, x: null, y: null })
      .where("venue_id", "=", venueId)
      .where("floor_id", "=", floorId)
      .execute();
    const placed = await trx
      .selectFrom("suspects")
      .select(["suspect_id", "place"])
      .where("venue_id", "=", venueId)
      .where("place", "is not", null)
      .execute();
    for (const { suspect_id, place } of placed)
      if ((JSON.parse(place ?? "null") as Place | null)?.floorId === floorId)
        await trx.updateTable("suspects").set({ place: null }).where("suspect_id", "=", suspect_id).execute();
    await removePlans(trx, venueId, floorId);
    await removeDrawings(trx, venueId, floorId);
    await removeFits(trx, venueId, floorId);
    await removeWalks(trx, venueId, floorId);
    await trx
      .updateTable("venues")
      .set({ floors: JSON.stringify(floors.filter((floor) => floor.floorId !== floorId)) })
      .where("venue_id", "=", venueId)
      .execute();
    await audit(trx, { at, by, action: "floor-removed", subject: `${venueId}/${floorId}` });
    return { outcome: "removed", hang };
  });
}
