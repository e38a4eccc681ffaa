import type { CalibrationPoint } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { audit } from "../../people/audit.ts";
import { keepFit, readFits, readPoints, removeFits, type KeptFit } from "../../store/calibrations.ts";
import { readDrawing, type FloorName } from "../../store/drawings.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { isOnFloor } from "../floor-size.ts";
import { readFloors } from "../read-venues.ts";
import { fitFloor, type FloorAround, type FloorFit } from "./fit-floor.ts";
import { stateOf } from "./fit-state.ts";

/** Points for a floor, who brings them and when (epoch milliseconds). */
export interface CalibrationEntry extends FloorName {
  points: readonly CalibrationPoint[];
  by: string;
  at: number;
}

/** What became of it. `outside`: the number of a point that lies beside the floor, from 1. */
export type CalibrationOutcome =
  | { outcome: "no-floor" }
  | { outcome: "changed-meanwhile" }
  | { outcome: "outside"; point: number; widthMetres: number; heightMetres: number }
  | { outcome: "unknown-sensor"; sensorId: string }
  | Exclude<FloorFit, { outcome: "fitted" }>
  | { outcome: "kept"; fit: KeptFit };

/**
 * `place calibrate`: fits a floor to points and keeps the fit, in the place of the one before, when places that were held out are found better
 * by it than by guessing. Otherwise what was there stays. The fit is made outside of the transaction, for it takes a second or two.
 */
export async function calibrateVenueFloor(state: StateStore, entry: CalibrationEntry): Promise<CalibrationOutcome> {
  const { points, by, at } = entry;
  const around = await readFloorAround(state.db, entry);
  if (around === undefined) return { outcome: "no-floor" };
  const { widthMetres, heightMetres } = around.floor;
  const beside = points.findIndex((point) => !isOnFloor(around.floor, point));
  if (beside >= 0) return { outcome: "outside", point: beside + 1, widthMetres, heightMetres };
  const known = new Set(around.sensors.map(({ sensorId }) => sensorId));
  const stranger = points.flatMap(({ levels }) => levels).find(({ sensorId }) => !known.has(sensorId));
  if (stranger !== undefined) return { outcome: "unknown-sensor", sensorId: stranger.sensorId };
  const made = await fitFloor(around, points);
  if (made.outcome !== "fitted") return made;
  const fit: KeptFit = { calibratedAt: at, by, ...made.fit };
  return state.inVenue(entry.venueId, async (trx): Promise<CalibrationOutcome> => {
    const now = await readFloorAround(trx, entry);
    if (now === undefined) return { outcome: "no-floor" };
    // Somebody moved a sensor or a wall while it was fitted.
    if (stateOf(fit, now.floor, now.walls, now.sensors) === "outdated") return { outcome: "changed-meanwhile" };
    await keepFit(trx, entry, fit, points);
    await audit(trx, { at, by, action: "floor-calibrated", subject: `${entry.venueId} ${entry.floorId}` });
    return { outcome: "kept", fit };
  });
}

/** The points of the fit that a floor has, without sensors that are gone or hang elsewhere since: to be fitted anew. */
export async function pointsToFitAnew(db: Kysely<StateTables>, floor: FloorName): Promise<CalibrationPoint[]> {
  const around = await readFloorAround(db, floor);
  const fit = (await readFits(db, floor.venueId)).get(floor.venueId)?.get(floor.floorId);
  if (around === undefined || fit === undefined) return [];
  const same = new Set(
    fit.sensors
      .filter(({ sensorId, x, y }) =>
        around.sensors.some((now) => now.sensorId === sensorId && now.x === x && now.y === y),
      )
      .map(({ sensorId }) => sensorId),
  );
  return (await readPoints(db, floor)).flatMap((point) => {
    const levels = point.levels.filter(({ sensorId }) => same.has(sensorId));
    return levels.length === 0 || !isOnFloor(around.floor, point) ? [] : [{ ...point, levels }];
  });
}

/** Takes a floor's calibration back: places are told as on any floor again. False: it had none. */
export async function takeCalibrationBack(
  state: StateStore,
  { venueId, floorId }: FloorName,
  by: string,
  at: number,
): Promise<boolean> {
  return state.inVenue(venueId, async (trx) => {
    if ((await readFits(trx, venueId)).get(venueId)?.has(floorId) !== true) return false;
    await removeFits(trx, venueId, floorId);
    await audit(trx, { at, by, action: "floor-calibration-removed", subject: `${venueId} ${floorId}` });
    return true;
  });
}

/** A floor with its walls and the sensors that hang there; undefined where the venue has no such floor. */
export async function readFloorAround(
  db: Kysely<StateTables>,
  { venueId, floorId }: FloorName,
): Promise<FloorAround | undefined> {
  const venue = await db.selectFrom("venues").select("floors").where("venue_id", "=", venueId).executeTakeFirst();
  const floor = readFloors(venue?.floors ?? "[]").find((one) => one.floorId === floorId);
  if (floor === undefined) return undefined;
  const rows = await db
    .selectFrom("sensors")
    .select(["sensor_id", "x", "y"])
    .where("venue_id", "=", venueId)
    .where("floor_id", "=", floorId)
    .where("retired_at", "is", null)
    .orderBy("sensor_id")
    .execute();
  const sensors = rows.flatMap(({ sensor_id: sensorId, x, y }) =>
    x === null || y === null || !isOnFloor(floor, { x, y }) ? [] : [{ sensorId, x, y }],
  );
  const { drawing } = await readDrawing(db, { venueId, floorId });
  return { floor, walls: drawing.walls, sensors };
}
