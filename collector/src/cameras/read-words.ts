import type { Camera, CameraFinding, CameraWord } from "@probewarden/contract";
import type { StateReader } from "../store/state/open-state.ts";
import { differIn, inOrder, type SensorWord } from "./fuse-words.ts";

/** Cameras of one query; PostgreSQL and SQLite both bound the parameters of a statement. */
const PAGE = 500;
/** Words that are shown of one camera, what proves most first. */
const SHOWN = 64;

/** Which sensor says what of cameras, and where they differ, by camera. */
export async function readWords(
  { db }: Pick<StateReader, "db">,
  cameraIds: ReadonlySet<string>,
): Promise<Map<string, Pick<Camera, "says" | "differIn">>> {
  const words = new Map<string, SensorWord[]>();
  const ids = [...cameraIds];
  for (let from = 0; from < ids.length; from += PAGE) {
    const rows = await db
      .selectFrom("camera_words")
      .select(["camera_id", "sensor_id", "first_seen_at", "last_seen_at", "body"])
      .where("camera_id", "in", ids.slice(from, from + PAGE))
      .execute();
    for (const row of rows) {
      const of = words.get(row.camera_id) ?? [];
      words.set(row.camera_id, of);
      of.push({
        sensorId: row.sensor_id,
        firstSeenAt: row.first_seen_at,
        lastSeenAt: row.last_seen_at,
        finding: JSON.parse(row.body) as CameraFinding,
      });
    }
  }
  return new Map(
    [...words].map(([cameraId, of]) => [
      cameraId,
      { says: inOrder(of).slice(0, SHOWN).map(asShown), differIn: differIn(of) },
    ]),
  );
}

const asShown = ({ sensorId, firstSeenAt, lastSeenAt, finding }: SensorWord): CameraWord => ({
  sensorId,
  firstSeenAt: new Date(firstSeenAt).toISOString(),
  lastSeenAt: new Date(lastSeenAt).toISOString(),
  ...(finding.hardware === undefined ? {} : { hardware: finding.hardware }),
  ...(finding.firmware === undefined ? {} : { firmware: finding.firmware }),
  analytics: finding.analytics,
  steps: finding.ladder.map(({ category, step }) => ({ category, step })),
});
