import type { CameraFinding } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { isNewer, type MessageOrder } from "../sensors/message-order.ts";
import type { StateTables } from "../store/state/tables.ts";
import { changesBetween } from "./camera-changes.ts";
import { highestOf } from "./fuse-words.ts";
import { settleCamera } from "./settle-camera.ts";

/** A visit as it came in. */
export interface ReceivedVisit {
  finding: CameraFinding;
  sensor: { sensorId: string; venueId: string };
  /** By the collector's clock, in milliseconds. */
  receivedAt: number;
  order: MessageOrder;
}

/**
 * Keeps what a sensor says of a camera since its visit, inside the caller's transaction, and settles what all sensors say together: whether a
 * step is proven that people were not told of. Undefined: a later visit of the same sensor was stored already, the sensor was removed, or the
 * camera is another venue's.
 */
export async function storeCamera(
  trx: Transaction<StateTables>,
  { finding, sensor, receivedAt, order }: ReceivedVisit,
): Promise<{ hasNewStep: boolean } | undefined> {
  const { cameraId } = finding;
  const camera = await trx
    .selectFrom("cameras")
    .select("venue_id")
    .where("camera_id", "=", cameraId)
    .executeTakeFirst();
  if (camera !== undefined && camera.venue_id !== sensor.venueId) return undefined;
  const speaker = await trx
    .selectFrom("sensors")
    .select("retired_at")
    .where("sensor_id", "=", sensor.sensorId)
    .executeTakeFirst();
  if (speaker === undefined || speaker.retired_at !== null) return undefined;
  const known = await trx
    .selectFrom("camera_words")
    .select(["boot_id", "seq", "body"])
    .where("sensor_id", "=", sensor.sensorId)
    .where("camera_id", "=", cameraId)
    .executeTakeFirst();
  if (known !== undefined && !(await isNewer(trx, order, known))) return undefined;
  const before = known === undefined ? undefined : (JSON.parse(known.body) as CameraFinding);
  const word = {
    last_seen_at: receivedAt,
    body: JSON.stringify(before === undefined ? finding : withEarlier(before, finding)),
    boot_id: order.bootId,
    seq: order.seq,
  };
  await trx
    .insertInto("camera_words")
    .values({
      sensor_id: sensor.sensorId,
      camera_id: cameraId,
      venue_id: sensor.venueId,
      first_seen_at: receivedAt,
      ...word,
    })
    .onConflict((conflict) => conflict.columns(["sensor_id", "camera_id"]).doUpdateSet(word))
    .execute();
  // Firmware, model and name change by what one sensor was told then and now: two that see them differently are no change.
  const named =
    before === undefined ? [] : changesBetween(before, finding, receivedAt).filter(({ what }) => what !== "step");
  return settleCamera(trx, { cameraId, venueId: sensor.venueId, at: receivedAt, asked: finding, named });
}

/** A sensor's word after a visit: one that could not ask takes nothing back of what the same sensor proved before. */
const withEarlier = (before: CameraFinding, now: CameraFinding): CameraFinding =>
  now.analytics === "unknown"
    ? { ...now, analytics: before.analytics, ladder: highestOf([now.ladder, before.ladder]) }
    : now;
