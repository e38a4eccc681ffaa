import type { Camera, Scope } from "@probewarden/contract";
import { readCameraDecision } from "./camera-decision.ts";
import { withinScope } from "../people/scope.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { readWords } from "./read-words.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";

/** Which cameras to read. Absent: all. */
export interface CameraFilter {
  venueId?: string;
  /** Only at venues within this scope. */
  within?: Scope;
  cameraIds?: readonly string[];
  /** Only what comes after this `next` of an earlier page. */
  after?: string;
  limit?: number;
}

const LIST = "cameras";
const USUAL_ROWS = 2_000;
const ORDER = [
  ["cameras.need", "rank"],
  ["cameras.first_seen_at", "instant"],
  ["cameras.camera_id", "text"],
] as const satisfies Order;

/** Cameras: what is proven of faces, bodies and gait first, the higher step first, within it the latest found. A visit moves none. */
export const readCameras = async (state: StateReader, filter: CameraFilter = {}): Promise<Camera[]> =>
  (await readCameraPage(state, filter)).items;

/**
 * The same, with the cursor of the next page.
 * @throws CursorError
 */
export async function readCameraPage({ db }: StateReader, filter: CameraFilter): Promise<Page<Camera>> {
  if (filter.cameraIds?.length === 0) return { items: [], next: undefined };
  const limit = filter.limit ?? USUAL_ROWS;
  let query = db
    .selectFrom("cameras")
    .leftJoin("sensors", "sensors.sensor_id", "cameras.sensor_id")
    .selectAll("cameras")
    .select("sensors.retired_at")
    .orderBy("cameras.need", "desc")
    .orderBy("cameras.first_seen_at", "desc")
    .orderBy("cameras.camera_id", "desc")
    .limit(limit + 1);
  if (filter.venueId !== undefined) query = query.where("cameras.venue_id", "=", filter.venueId);
  if (filter.within !== undefined) query = query.where(withinScope(filter.within, "cameras.venue_id"));
  if (filter.cameraIds !== undefined) query = query.where("camera_id", "in", filter.cameraIds);
  if (filter.after !== undefined) query = query.where(isBehind(LIST, ORDER, filter.after, "desc"));
  const { items, next } = pageOf(LIST, await query.execute(), limit, (row) => [
    row.need,
    row.first_seen_at,
    row.camera_id,
  ]);
  const says = await readWords({ db }, new Set(items.map((row) => row.camera_id)));
  return {
    items: items.map((row) => ({
      cameraId: row.camera_id,
      venueId: row.venue_id,
      sensorId: row.sensor_id,
      firstSeenAt: new Date(row.first_seen_at).toISOString(),
      lastSeenAt: new Date(row.last_seen_at).toISOString(),
      ...(row.retired_at === null ? {} : { unwatchedSince: new Date(row.retired_at).toISOString() }),
      ...(says.get(row.camera_id) ?? { says: [], differIn: [] }),
      ...(row.on_site === null ? {} : { onSite: JSON.parse(row.on_site) as NonNullable<Camera["onSite"]> }),
      ...readCameraDecision(row),
      changes: JSON.parse(row.changes) as Camera["changes"],
      finding: JSON.parse(row.body) as Camera["finding"],
    })),
    next,
  };
}
