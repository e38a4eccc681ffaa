import type { Floor, FloorCalibration } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { readFits } from "../../store/calibrations.ts";
import { readDrawing } from "../../store/drawings.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { stateOf } from "./fit-state.ts";

/** What is said of the calibrated floors of these venues, by venue and floor; floors that nobody calibrated are absent. */
export async function readFloorCalibrations(
  db: Kysely<StateTables>,
  venues: readonly { venueId: string; floors: readonly Floor[] }[],
): Promise<Map<string, Map<string, FloorCalibration>>> {
  const all = new Map<string, Map<string, FloorCalibration>>();
  const fits = await readFits(db);
  const calibrated = venues.filter(({ venueId }) => fits.has(venueId));
  if (calibrated.length === 0) return all;
  const rows = await db
    .selectFrom("sensors")
    .select(["sensor_id", "venue_id", "floor_id", "x", "y"])
    .where(
      "venue_id",
      "in",
      calibrated.map(({ venueId }) => venueId),
    )
    .where("retired_at", "is", null)
    .execute();
  for (const { venueId, floors } of calibrated)
    for (const floor of floors) {
      const fit = fits.get(venueId)?.get(floor.floorId);
      if (fit === undefined) continue;
      const { drawing } = await readDrawing(db, { venueId, floorId: floor.floorId });
      const hanging = rows.flatMap(({ sensor_id: sensorId, venue_id, floor_id, x, y }) =>
        venue_id === venueId && floor_id === floor.floorId && x !== null && y !== null ? [{ sensorId, x, y }] : [],
      );
      const told: FloorCalibration = {
        state: stateOf(fit, floor, drawing.walls, hanging),
        calibratedAt: new Date(fit.calibratedAt).toISOString(),
        error: fit.error,
      };
      all.set(venueId, (all.get(venueId) ?? new Map<string, FloorCalibration>()).set(floor.floorId, told));
    }
  return all;
}
