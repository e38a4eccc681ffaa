import type { AlertStepOf, AlertStepRequest, DecisionRecord } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { askToAuthorise } from "../approvals/ask-approval.ts";
import { takesSecondPerson } from "../approvals/second-person.ts";
import { decideCameraIn } from "../cameras/camera-record.ts";
import { keepDecisionFile, type SentFile } from "../store/decision-files.ts";
import { decideIn } from "../suspects/decide.ts";
import type { StateTables } from "../store/state/tables.ts";
import { whyNot, type PersonStep } from "./alert-life.ts";
import { lifeOf, writeStep, writeUndo, type AlertRow } from "./alert-rows.ts";
import type { AlertsParts } from "./alerts-parts.ts";
import { presentEvidence, seenWith } from "./growth.ts";

/** What came of a person's step. */
export interface StepTaken {
  /** `moved-on`: the alert is not at the revision that the person has seen; nothing was done. */
  outcome:
    | "done"
    | "moved-on"
    | "not-possible"
    | "nothing-to-undo"
    | "not-found"
    | "waits"
    | "too-many-waiting"
    | "too-many-documents";
  /** Whose decision was made or taken back with it. */
  decided?: { venueId: string; suspectId?: string; cameraId?: string };
}

/**
 * Does what a person wants with an alert that they have seen at a revision, in the venue's turn: all of it is written down, or nothing.
 * @param file the document that comes with *authorise*, looked through
 */
export async function takeStep(
  { state, now }: Pick<AlertsParts, "state" | "now">,
  alertId: string,
  { revision, what }: AlertStepOf,
  by: string,
  file?: SentFile,
): Promise<StepTaken> {
  const known = await state.db
    .selectFrom("alerts")
    .select("venue_id")
    .where("alert_id", "=", alertId)
    .executeTakeFirst();
  if (known === undefined) return { outcome: "not-found" };
  return state.inVenue(known.venue_id, async (trx): Promise<StepTaken> => {
    const row = await trx.selectFrom("alerts").selectAll().where("alert_id", "=", alertId).executeTakeFirst();
    if (row === undefined) return { outcome: "not-found" };
    if (row.revision !== revision) return { outcome: "moved-on" };
    const at = now();
    if (what.step === "undo") return undo(trx, row, { by, at });
    const step = stepOf(what, by);
    if (whyNot(lifeOf(row), step, at) !== undefined) return { outcome: "not-possible" };
    if (step.step !== "authorise") {
      await writeStep(trx, row, { ...step, by, at }, await seenNow(trx, row));
      return { outcome: "done" };
    }
    const record: DecisionRecord = {
      decision: "authorised",
      reason: step.reason,
      by,
      at: new Date(at).toISOString(),
      document: step.document,
      until: new Date(step.until).toISOString(),
      ...(file === undefined ? {} : { file: file.described }),
    };
    if (file !== undefined && !(await keepDecisionFile(trx, row.venue_id, file, at)))
      return { outcome: "too-many-documents" };
    if (await takesSecondPerson(trx, row.venue_id, "authorise")) {
      const about = row.camera_id === null ? { suspect_id: row.suspect_id } : { camera_id: row.camera_id };
      const waits = await askToAuthorise(trx, row.venue_id, about, record);
      return { outcome: waits === "waits" ? waits : "too-many-waiting" };
    }
    await writeStep(trx, row, { ...step, by, at }, await seenNow(trx, row));
    return { outcome: "done", ...(await decideWith(trx, row, record)) };
  });
}

/** Takes the last step back, and with it the decision that it had made. */
async function undo(
  trx: Transaction<StateTables>,
  row: AlertRow,
  { by, at }: { by: string; at: number },
): Promise<StepTaken> {
  const done = await writeUndo(trx, row, { by, at });
  if (done === undefined) return { outcome: "nothing-to-undo" };
  if (done.undone !== "authorise" && done.undone !== "decided") return { outcome: "done" };
  const record: DecisionRecord = { decision: "none", reason: "undo", by, at: new Date(at).toISOString() };
  return { outcome: "done", ...(await decideWith(trx, row, record)) };
}

/** One truth: what is authorised is decided of the suspect or the camera, and the alert follows. */
async function decideWith(
  trx: Transaction<StateTables>,
  { venue_id: venueId, suspect_id: suspectId, camera_id: cameraId }: AlertRow,
  record: DecisionRecord,
): Promise<Pick<StepTaken, "decided">> {
  if (cameraId === null) {
    await decideIn(trx, suspectId, record);
    return { decided: { venueId, suspectId } };
  }
  const camera = await trx.selectFrom("cameras").selectAll().where("camera_id", "=", cameraId).executeTakeFirst();
  if (camera !== undefined) await decideCameraIn(trx, camera, record, false);
  return { decided: { venueId, cameraId } };
}

const stepOf = (what: Exclude<AlertStepRequest, { step: "undo" }>, by: string): PersonStep => {
  switch (what.step) {
    case "take":
      return {
        step: "take",
        assignee: what.assignee ?? by,
        ...(what.dueAt === undefined ? {} : { dueAt: Date.parse(what.dueAt) }),
      };
    case "snooze":
      return { ...what, until: Date.parse(what.until) };
    case "authorise": {
      // The document itself is kept with the decision, and not once more in the record of each alert.
      const { file: _kept, ...said } = what;
      return { ...said, until: Date.parse(said.until) };
    }
    case "acknowledge":
    case "close":
      return what;
  }
};

/** From now on only what is beyond this is news. */
async function seenNow(trx: Transaction<StateTables>, row: AlertRow): Promise<{ seen_on?: string }> {
  if (row.camera_id !== null) return {};
  const suspect = await trx
    .selectFrom("suspects")
    .select(["suspect_id", "band"])
    .where("suspect_id", "=", row.suspect_id)
    .executeTakeFirst();
  return suspect === undefined ? {} : { seen_on: seenWith(row.seen_on, await presentEvidence(trx, suspect)) };
}
