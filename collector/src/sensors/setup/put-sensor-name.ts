import { audit } from "../../people/audit.ts";
import type { StateStore } from "../../store/state/open-state.ts";

/** Gives a sensor another name, unless it has another than its author saw. A name that it has already changes nothing. */
export async function putSensorName(
  state: StateStore,
  { sensorId, name, before, by, at }: { sensorId: string; name: string; before: string; by: string; at: number },
): Promise<"no-sensor" | "changed-meanwhile" | "named"> {
  return state.transaction(async (trx) => {
    const known = await trx
      .selectFrom("sensors")
      .select("name")
      .where("sensor_id", "=", sensorId)
      .where("retired_at", "is", null)
      .executeTakeFirst();
    if (known === undefined) return "no-sensor";
    if (known.name === name) return "named";
    const { numUpdatedRows } = await trx
      .updateTable("sensors")
      .set({ name })
      .where("sensor_id", "=", sensorId)
      .where("name", "=", before)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return "changed-meanwhile";
    await audit(trx, { at, by, action: "sensor-renamed", subject: sensorId });
    return "named";
  });
}
