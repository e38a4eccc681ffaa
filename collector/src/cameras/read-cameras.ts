import type { Camera } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";

/** Cameras, latest visit first. */
export async function readCameras(
  state: StateStore,
  filter: { venueId?: string; cameraIds?: readonly string[]; limit?: number } = {},
): Promise<Camera[]> {
  let query = state.db
    .selectFrom("cameras")
    .leftJoin("sensors", "sensors.sensor_id", "cameras.sensor_id")
    .selectAll("cameras")
    .select("sensors.retired_at")
    .orderBy("cameras.last_seen_at", "desc")
    .limit(filter.limit ?? 2000);
  if (filter.venueId !== undefined) query = query.where("cameras.venue_id", "=", filter.venueId);
  if (filter.cameraIds !== undefined) query = query.where("camera_id", "in", filter.cameraIds);
  const rows = await query.execute();
  return rows.map((row) => ({
    cameraId: row.camera_id,
    venueId: row.venue_id,
    sensorId: row.sensor_id,
    firstSeenAt: new Date(row.first_seen_at).toISOString(),
    lastSeenAt: new Date(row.last_seen_at).toISOString(),
    ...(row.retired_at === null ? {} : { unwatchedSince: new Date(row.retired_at).toISOString() }),
    finding: JSON.parse(row.body) as Camera["finding"],
  }));
}
