import type { CameraChange, CameraFinding } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { isNewer, type MessageOrder } from "../sensors/message-order.ts";
import type { StateTables } from "../store/state/tables.ts";
import { changesBetween, withChanges } from "./camera-changes.ts";
import { cameraNeed } from "./camera-need.ts";
import { reopenedBy } from "./camera-decision.ts";
import { loweredBy, newSteps, stepsOf, type Steps } from "./told-steps.ts";

/** A visit as it came in. */
export interface ReceivedVisit {
  finding: CameraFinding;
  sensor: { sensorId: string; venueId: string };
  /** By the collector's clock, in milliseconds. */
  receivedAt: number;
  order: MessageOrder;
}

/**
 * Keeps what a visit found, inside the caller's transaction: the camera as it is now, what changed of it, and whether a step is proven that
 * people were not told of. Undefined: a later visit of the same sensor was stored already.
 */
export async function storeCamera(
  trx: Transaction<StateTables>,
  { finding, sensor, receivedAt, order }: ReceivedVisit,
): Promise<{ hasNewStep: boolean } | undefined> {
  const { cameraId } = finding;
  const known = await trx
    .selectFrom("cameras")
    .select(["sensor_id", "boot_id", "seq", "body", "changes", "venue_id", "told"])
    .select(["decision", "decided_on", "reopened", "revision"])
    .where("camera_id", "=", cameraId)
    .executeTakeFirst();
  // Visits of different sensors have no order but that in which they came.
  const ofOneSensor = known?.sensor_id === sensor.sensorId;
  if (ofOneSensor && !(await isNewer(trx, order, known))) return undefined;
  const here = known?.venue_id === sensor.venueId ? known : undefined;
  const told = toldAfter(here?.told, finding, ofOneSensor);
  const hasNewStep = newSteps(stepsOf(finding), told).length > 0;
  const changes = changesOf(here, finding, receivedAt, ofOneSensor);
  const reopened = here === undefined ? null : reopenedBy(here, stepsOf(finding), receivedAt);
  const isAnother = changes !== (here?.changes ?? "[]") || reopened !== (here?.reopened ?? null);
  const visit = {
    changes,
    reopened,
    revision: (here?.revision ?? 0) + (isAnother ? 1 : 0),
    told: JSON.stringify(told),
    untold: hasNewStep ? 1 : 0,
    sensor_id: sensor.sensorId,
    last_seen_at: receivedAt,
    body: JSON.stringify(finding),
    need: cameraNeed(finding),
    boot_id: order.bootId,
    seq: order.seq,
  };
  await trx
    .insertInto("cameras")
    .values({ camera_id: cameraId, venue_id: sensor.venueId, first_seen_at: receivedAt, ...visit })
    .onConflict((conflict) =>
      conflict.column("camera_id").doUpdateSet(visit).where("cameras.venue_id", "=", sensor.venueId),
    )
    .execute();
  return { hasNewStep };
}

/** What people were told of, after this visit: of one that could not ask, and of what another sensor does not see, nothing follows. */
function toldAfter(before: string | undefined, finding: CameraFinding, ofOneSensor: boolean): Steps {
  const told = before === undefined ? {} : (JSON.parse(before) as Steps);
  return finding.analytics === "unknown" || !ofOneSensor ? told : loweredBy(told, stepsOf(finding));
}

/** What is kept as having changed of a camera, with what this visit found otherwise. */
function changesOf(
  known: { body: string; changes: string } | undefined,
  body: CameraFinding,
  at: number,
  ofOneSensor: boolean,
): string {
  if (known === undefined) return "[]";
  const now = changesBetween(JSON.parse(known.body) as CameraFinding, body, at, ofOneSensor);
  return now.length === 0
    ? known.changes
    : JSON.stringify(withChanges(JSON.parse(known.changes) as CameraChange[], now));
}
