import type {
  CameraFinding,
  CameraOnSite,
  CameraOnSiteRequest,
  CameraRecord,
  DecisionRecord,
} from "@probewarden/contract";
import type { Selectable, Transaction } from "kysely";
import type { StateReader, StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { couldSettle } from "../suspects/decide.ts";
import { readCameraDecision } from "./camera-decision.ts";
import { stepsOf, withSteps, type Steps } from "./told-steps.ts";

/** Entries of each kind that are shown; the table keeps all. */
const SHOWN = 200;

/** What came of writing: the camera is not known, or something changed since it was read, or it is written. */
export type Written = "no-camera" | "changed-meanwhile" | "written";

/** What people wrote of a camera; undefined when there is no such camera. */
export async function readCameraRecord({ db }: StateReader, cameraId: string): Promise<CameraRecord | undefined> {
  const camera = await db
    .selectFrom("cameras")
    .select(["on_site", "decision", "decided_on", "reopened", "revision"])
    .where("camera_id", "=", cameraId)
    .executeTakeFirst();
  if (camera === undefined) return undefined;
  const entries = async <T>(kind: string): Promise<T[]> =>
    (
      await db
        .selectFrom("camera_records")
        .select("body")
        .where("camera_id", "=", cameraId)
        .where("kind", "=", kind)
        .orderBy("id", "desc")
        .limit(SHOWN)
        .execute()
    ).map(({ body }) => JSON.parse(body) as T);
  return {
    cameraId,
    revision: camera.revision,
    ...(camera.on_site === null ? {} : { onSite: JSON.parse(camera.on_site) as CameraOnSite }),
    ...readCameraDecision(camera),
    decisions: await entries<DecisionRecord>("decision"),
    visits: await entries<CameraOnSite>("on-site"),
  };
}

/** A change by a person: to which camera, and which of its revisions they have read; `*`: whatever it is now. */
export interface CameraEdit {
  cameraId: string;
  inPlaceOf: readonly string[];
}

/** Keeps what a technician saw where the camera hangs, with who and when; it takes the place of what was written before. */
export const noteOnSite = (
  state: StateStore,
  edit: CameraEdit,
  seen: CameraOnSiteRequest & Pick<CameraOnSite, "by" | "at">,
): Promise<Written> =>
  write(state, edit, async (trx, { revision }) => {
    const body = JSON.stringify(seen);
    await trx
      .updateTable("cameras")
      .set({ on_site: body, revision: revision + 1 })
      .where("camera_id", "=", edit.cameraId)
      .execute();
    await note(trx, { camera_id: edit.cameraId, kind: "on-site", body, decided_on: null, at: Date.parse(seen.at) });
  });

/**
 * Keeps what a person decided about a camera, with who, when and why, and which steps were proven then: a decision covers these and no higher
 * one. What settles it ends its open alerts; `none` takes the present decision back, so that people are told again of what is proven.
 * @param over told of the alerts that are over with it
 */
export const decideCamera = (
  state: StateStore,
  edit: CameraEdit,
  record: DecisionRecord,
  over: (alertIds: readonly string[]) => void,
): Promise<Written> => {
  const ended: string[] = [];
  return write(state, edit, async (trx, camera) => {
    const now = stepsOf(JSON.parse(camera.body) as CameraFinding);
    const isTakenBack = record.decision === "none";
    const body = JSON.stringify(record);
    const decided_on = JSON.stringify(now);
    const told = isTakenBack ? {} : withSteps(JSON.parse(camera.told) as Steps, now);
    await trx
      .updateTable("cameras")
      .set({
        decision: isTakenBack ? null : body,
        decided_on: isTakenBack ? null : decided_on,
        reopened: null,
        told: JSON.stringify(told),
        untold: isTakenBack && Object.keys(now).length > 0 ? 1 : 0,
        revision: camera.revision + 1,
      })
      .where("camera_id", "=", edit.cameraId)
      .execute();
    const at = Date.parse(record.at);
    await note(trx, { camera_id: edit.cameraId, kind: "decision", body, decided_on, at });
    if (!couldSettle(record)) return;
    const rows = await trx
      .updateTable("alerts")
      .set({ state: "closed", closed_at: at, over_at: at, closed_by: record.by, reason: record.reason })
      .where("camera_id", "=", edit.cameraId)
      .where("state", "=", "open")
      .returning("alert_id")
      .execute();
    ended.push(...rows.map(({ alert_id }) => alert_id));
  }).then((written) => {
    over(ended);
    return written;
  });
};

const note = async (
  trx: Transaction<StateTables>,
  entry: Omit<Selectable<StateTables["camera_records"]>, "id">,
): Promise<void> => {
  await trx.insertInto("camera_records").values(entry).execute();
};

/** In the venue's turn, so that a visit that is stored at the same time is before it or behind it. */
async function write(
  state: StateStore,
  { cameraId, inPlaceOf }: CameraEdit,
  change: (trx: Transaction<StateTables>, camera: Selectable<StateTables["cameras"]>) => Promise<void>,
): Promise<Written> {
  const known = await state.db
    .selectFrom("cameras")
    .select("venue_id")
    .where("camera_id", "=", cameraId)
    .executeTakeFirst();
  if (known === undefined) return "no-camera";
  return state.inVenue(known.venue_id, async (trx): Promise<Written> => {
    const camera = await trx.selectFrom("cameras").selectAll().where("camera_id", "=", cameraId).executeTakeFirst();
    if (camera === undefined) return "no-camera";
    if (![String(camera.revision), "*"].some((version) => inPlaceOf.includes(version))) return "changed-meanwhile";
    await change(trx, camera);
    return "written";
  });
}
