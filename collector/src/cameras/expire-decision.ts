import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** A decision about a camera was good until an instant that is past: there is none any more. That it was made stays in the camera's record. */
export async function expireCameraDecision(
  trx: Transaction<StateTables>,
  cameraId: string,
  now: number,
): Promise<void> {
  const camera = await trx
    .selectFrom("cameras")
    .select(["decision", "revision"])
    .where("camera_id", "=", cameraId)
    .executeTakeFirst();
  if (camera?.decision == null) return;
  const { until } = JSON.parse(camera.decision) as { until?: string };
  // Somebody has decided anew meanwhile.
  if (until === undefined || Date.parse(until) > now) return;
  await trx
    .updateTable("cameras")
    .set({ decision: null, decided_on: null, reopened: null, revision: camera.revision + 1 })
    .where("camera_id", "=", cameraId)
    .execute();
}
