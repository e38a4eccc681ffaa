import type { Ring } from "@probewarden/contract";
import { audit } from "../people/audit.ts";
import type { StateStore } from "../store/state/open-state.ts";

/** Says whether a sensor is a canary. Undefined: there is no such sensor. */
export async function putRing(
  state: StateStore,
  { sensorId, ring, by, at }: { sensorId: string; ring: Ring; by: string; at: number },
): Promise<true | undefined> {
  const sensor = await state.db
    .selectFrom("sensors")
    .select("venue_id")
    .where("sensor_id", "=", sensorId)
    .where("retired_at", "is", null)
    .executeTakeFirst();
  if (sensor === undefined) return undefined;
  return state.inVenue(sensor.venue_id, async (trx): Promise<true> => {
    await trx
      .insertInto("sensor_settings")
      .values({ sensor_id: sensorId, venue_id: sensor.venue_id, ring })
      .onConflict((conflict) => conflict.column("sensor_id").doUpdateSet({ ring }))
      .execute();
    await audit(trx, { at, by, action: `sensor-ring-${ring}`, subject: sensorId });
    return true;
  });
}
