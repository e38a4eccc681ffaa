import { ConfigError } from "@probewarden/cli";
import { LIMITS, type Floor } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";

/** A side of a floor in metres. @throws ConfigError */
export function checkSide(metres: number, place: string): number {
  const { least, most } = LIMITS.floorMetres;
  if (metres >= least && metres <= most) return metres;
  throw new ConfigError(
    `${place} ${metres}: a side of a floor has ${least} to ${most} metres (example: --width 60 --height 40)`,
  );
}

/** Whether a place is on the floor: metres to the right and down from its upper left corner. */
export const isOnFloor = (
  { widthMetres, heightMetres }: Pick<Floor, "widthMetres" | "heightMetres">,
  { x, y }: { x: number; y: number },
): boolean => x >= 0 && y >= 0 && x <= widthMetres && y <= heightMetres;

/** A sensor that is said to hang on a floor, and where: metres as {@link isOnFloor} has them. */
export interface Placed {
  sensorId: string;
  venueId: string;
  floorId: string;
  x: number;
  y: number;
}

/** The sensors that have a place on a floor, in the order of their ids; of one venue, or of all. */
export async function placedSensors({ db }: Pick<StateStore, "db">, venueId?: string): Promise<Placed[]> {
  let query = db
    .selectFrom("sensors")
    .select(["sensor_id", "venue_id", "floor_id", "x", "y"])
    .where("retired_at", "is", null)
    .orderBy("sensor_id");
  if (venueId !== undefined) query = query.where("venue_id", "=", venueId);
  return (await query.execute()).flatMap(({ sensor_id: sensorId, venue_id, floor_id: floorId, x, y }) =>
    floorId === null || x === null || y === null ? [] : [{ sensorId, venueId: venue_id, floorId, x, y }],
  );
}

/** Of a venue's sensors those that hang beside the floor that they are said to hang on, as after it became smaller. */
export const sensorsOutside = (placed: readonly Placed[], floor: Floor): Placed[] =>
  placed.filter((sensor) => sensor.floorId === floor.floorId && !isOnFloor(floor, sensor));
