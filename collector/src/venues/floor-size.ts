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

/** A sensor that hangs beside the floor that it is said to hang on. */
export interface Outside {
  sensorId: string;
  x: number;
  y: number;
}

/** The sensors of a floor that are outside of it, as after it became smaller. */
export async function sensorsOutside(
  { db }: Pick<StateStore, "db">,
  venueId: string,
  floor: Floor,
): Promise<Outside[]> {
  const rows = await db
    .selectFrom("sensors")
    .select(["sensor_id", "x", "y"])
    .where("venue_id", "=", venueId)
    .where("floor_id", "=", floor.floorId)
    .where("retired_at", "is", null)
    .orderBy("sensor_id")
    .execute();
  return rows.flatMap(({ sensor_id: sensorId, x, y }) =>
    x === null || y === null || isOnFloor(floor, { x, y }) ? [] : [{ sensorId, x, y }],
  );
}
