import type {
  CameraFinding,
  CameraOnSite,
  CameraOnSiteRequest,
  CameraRecord,
  DecisionRecord,
} from "@probewarden/contract";
import type { Selectable, Transaction } from "kysely";
import type { StateReader, StateStore } from "../store/state/open-state.ts";
import { askToAuthorise } from "../approvals/ask-approval.ts";
import { keepDecisionFile, type SentFile } from "../store/decision-files.ts";
import { takesSecondPerson } from "../approvals/second-person.ts";
import { audit } from "../people/audit.ts";
import type { StateTables } from "../store/state/tables.ts";
import { couldSettle } from "../suspects/decide.ts";
import { decidedStep } from "../alerts/decided-step.ts";
import { writeStep } from "../alerts/alert-rows.ts";
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
  const entries = (kind: string) =>
    db
      .selectFrom("camera_records")
      .select(["id", "body"])
      .where("camera_id", "=", cameraId)
      .where("kind", "=", kind)
      .orderBy("id", "desc")
      .limit(SHOWN)
      .execute();
  return {
    cameraId,
    revision: camera.revision,
    ...(camera.on_site === null ? {} : { onSite: JSON.parse(camera.on_site) as CameraOnSite }),
    ...readCameraDecision(camera),
    decisions: (await entries("decision")).map(({ id, body }) => ({
      decisionId: id,
      ...(JSON.parse(body) as DecisionRecord),
    })),
    visits: (await entries("on-site")).map(({ body }) => JSON.parse(body) as CameraOnSite),
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
    const at = Date.parse(seen.at);
    await note(trx, { camera_id: edit.cameraId, kind: "on-site", body, decided_on: null, at });
    await audit(trx, { at, by: seen.by, action: "camera-on-site", subject: edit.cameraId });
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
  file?: SentFile,
): Promise<Written | "waits" | "too-many" | "too-many-files"> => {
  let ended: string[] = [];
  let waits: "waits" | "too-many" | "too-many-files" | undefined;
  return write(state, edit, async (trx, camera) => {
    const venueId = camera.venue_id;
    if (file !== undefined && !(await keepDecisionFile(trx, venueId, file, Date.parse(record.at))))
      waits = "too-many-files";
    else if (record.decision === "authorised" && (await takesSecondPerson(trx, venueId, "authorise")))
      waits = await askToAuthorise(trx, venueId, { camera_id: camera.camera_id }, record);
    else ended = await decideCameraIn(trx, camera, record);
  }).then((written) => {
    over(ended);
    return waits ?? written;
  });
};

/**
 * The same inside the caller's transaction, in the venue's turn.
 * @param tellAgain whether people are told again of what is proven where the decision is taken back
 * @returns the alerts that are over with it
 */
export async function decideCameraIn(
  trx: Transaction<StateTables>,
  camera: Selectable<StateTables["cameras"]>,
  record: DecisionRecord,
  tellAgain = true,
): Promise<string[]> {
  const now = stepsOf(JSON.parse(camera.body) as CameraFinding);
  const isTakenBack = record.decision === "none";
  const body = JSON.stringify(record);
  const decided_on = JSON.stringify(now);
  const toldBefore = JSON.parse(camera.told) as Steps;
  const isToldAgain = isTakenBack && tellAgain;
  await trx
    .updateTable("cameras")
    .set({
      decision: isTakenBack ? null : body,
      decided_on: isTakenBack ? null : decided_on,
      reopened: null,
      told: JSON.stringify(isToldAgain ? {} : withSteps(toldBefore, now)),
      untold: isToldAgain && Object.keys(now).length > 0 ? 1 : 0,
      revision: camera.revision + 1,
    })
    .where("camera_id", "=", camera.camera_id)
    .execute();
  const at = Date.parse(record.at);
  await note(trx, { camera_id: camera.camera_id, kind: "decision", body, decided_on, at });
  await audit(trx, { at, by: record.by, action: `camera-${record.decision}`, subject: camera.camera_id });
  if (!couldSettle(record)) return [];
  const open = await trx
    .selectFrom("alerts")
    .selectAll()
    .where("camera_id", "=", camera.camera_id)
    .where("state", "=", "open")
    .execute();
  for (const row of open) await writeStep(trx, row, decidedStep(record));
  return open.map(({ alert_id }) => alert_id);
}

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
