import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import { settleCamera } from "./settle-camera.ts";

/**
 * Takes back all that a sensor has said of cameras, inside the caller's transaction: it was removed, perhaps because somebody else had its
 * login, and nobody stands behind its word any more. What others say of the same cameras stays.
 */
export async function withdrawWords(
  trx: Transaction<StateTables>,
  { sensorId, venueId }: { sensorId: string; venueId: string },
  at: number,
): Promise<void> {
  const rows = await trx.deleteFrom("camera_words").where("sensor_id", "=", sensorId).returning("camera_id").execute();
  for (const { camera_id: cameraId } of rows.toSorted((a, b) => (a.camera_id < b.camera_id ? -1 : 1)))
    await settleCamera(trx, { cameraId, venueId, at });
}
