import type { SensorPlaceRequest } from "@probewarden/contract";
import { audit } from "../people/audit.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { isOnFloor } from "../venues/floor-size.ts";
import { readFloors } from "../venues/read-venues.ts";

/** What became of a sensor that a person moved on the plan. `outside`: the floor's sides, in metres. */
export type SensorPlacing =
  | { outcome: "no-sensor" | "no-floor" | "changed-meanwhile" | "placed" }
  | { outcome: "outside"; widthMetres: number; heightMetres: number };

/**
 * Moves a sensor to a place on a floor of its venue, unless it is not any more where the person saw it. What is heard from now on is judged
 * there. `by`, `at`: who does it, and when (epoch milliseconds).
 */
export async function putSensorPlace(
  state: StateStore,
  { sensorId, place, by, at }: { sensorId: string; place: SensorPlaceRequest; by: string; at: number },
): Promise<SensorPlacing> {
  const known = await state.db
    .selectFrom("sensors")
    .select("venue_id")
    .where("sensor_id", "=", sensorId)
    .where("retired_at", "is", null)
    .executeTakeFirst();
  if (known === undefined) return { outcome: "no-sensor" };
  return state.inVenue(known.venue_id, async (trx): Promise<SensorPlacing> => {
    const venue = await trx
      .selectFrom("venues")
      .select("floors")
      .where("venue_id", "=", known.venue_id)
      .executeTakeFirst();
    const floor = readFloors(venue?.floors ?? "[]").find((one) => one.floorId === place.floorId);
    if (floor === undefined) return { outcome: "no-floor" };
    const { widthMetres, heightMetres } = floor;
    if (!isOnFloor(floor, place.position)) return { outcome: "outside", widthMetres, heightMetres };
    const sensor = await trx
      .selectFrom("sensors")
      .select(["floor_id", "x", "y"])
      .where("sensor_id", "=", sensorId)
      .where("retired_at", "is", null)
      .executeTakeFirst();
    if (sensor === undefined) return { outcome: "no-sensor" };
    const { floor_id, x, y } = sensor;
    // Said again after its answer was lost: it hangs there, and nobody moved it twice.
    if (floor_id === place.floorId && x === place.position.x && y === place.position.y) return { outcome: "placed" };
    const isThere =
      place.before === null
        ? floor_id === null || x === null || y === null
        : floor_id === place.before.floorId && x === place.before.position.x && y === place.before.position.y;
    if (!isThere) return { outcome: "changed-meanwhile" };
    await trx
      .updateTable("sensors")
      .set({ floor_id: place.floorId, x: place.position.x, y: place.position.y })
      .where("sensor_id", "=", sensorId)
      .execute();
    await audit(trx, { at, by, action: "sensor-placed", subject: `${sensorId} ${place.floorId}` });
    return { outcome: "placed" };
  });
}
