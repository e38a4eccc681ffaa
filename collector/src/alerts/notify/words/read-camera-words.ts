import type { CameraFinding } from "@probewarden/contract";
import type { StateStore } from "../../../store/state/open-state.ts";
import type { CameraWords } from "./camera-line.ts";

/** What people are told of alerts of cameras besides the alerts themselves, by camera. */
export async function readCameraWords(
  { db }: StateStore,
  cameraIds: readonly string[],
): Promise<Map<string, CameraWords>> {
  if (cameraIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("cameras")
    .innerJoin("venues", "venues.venue_id", "cameras.venue_id")
    .select(["cameras.camera_id", "cameras.body", "venues.time_zone"])
    .where("cameras.camera_id", "in", cameraIds)
    .execute();
  return new Map(
    rows.map(({ camera_id, body, time_zone }): [string, CameraWords] => {
      const { hardware, name, address } = JSON.parse(body) as CameraFinding;
      const model = hardware ?? name;
      return [camera_id, { timeZone: time_zone, address, ...(model === undefined ? {} : { model }) }];
    }),
  );
}
