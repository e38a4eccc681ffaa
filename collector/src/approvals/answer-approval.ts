import type { Approval, ApprovalAnswer, DecisionRecord, EvidencePackageState, Scope } from "@probewarden/contract";
import type { Selectable, Transaction, Updateable } from "kysely";
import { decideCameraIn } from "../cameras/camera-record.ts";
import { audit } from "../people/audit.ts";
import { withinScope } from "../people/scope.ts";
import type { StateReader, StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { decideIn } from "../suspects/decide.ts";
import type { WaitingBody } from "./ask-approval.ts";

/** Requests that are shown. */
const SHOWN = 200;

type Row = Selectable<StateTables["approvals"]>;

export const asApproval = (row: Row): Approval => {
  const { reason, document, until, file } = JSON.parse(row.body) as WaitingBody;
  return {
    approvalId: row.approval_id,
    venueId: row.venue_id,
    kind: row.kind as Approval["kind"],
    ...(row.suspect_id === null ? {} : { suspectId: row.suspect_id }),
    ...(row.camera_id === null ? {} : { cameraId: row.camera_id }),
    ...(row.package_id === null ? {} : { packageId: row.package_id }),
    reason,
    ...(document === undefined ? {} : { document }),
    ...(until === undefined ? {} : { until }),
    ...(file === undefined ? {} : { file }),
    askedBy: row.asked_by,
    askedAt: new Date(row.asked_at).toISOString(),
    state: row.state as Approval["state"],
    ...(row.answered_by === null ? {} : { answeredBy: row.answered_by }),
    ...(row.answered_at === null ? {} : { answeredAt: new Date(row.answered_at).toISOString() }),
    ...(row.answer === null ? {} : { answer: row.answer }),
  };
};

/** What waits for a second person and what was answered, what waits first, within it the latest. */
export async function readApprovals(
  { db }: StateReader,
  filter: { state?: Approval["state"]; within?: Scope },
): Promise<Approval[]> {
  let query = db
    .selectFrom("approvals")
    .selectAll()
    // "waiting" is the last of the words.
    .orderBy("state", "desc")
    .orderBy("asked_at", "desc")
    .orderBy("approval_id")
    .limit(SHOWN);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (filter.within !== undefined) query = query.where(withinScope(filter.within, "venue_id"));
  return (await query.execute()).map(asApproval);
}

/** What came of an answer. `gone`: what it was about is there no more, or its end lies behind; nothing was done. */
export type Answered =
  | { outcome: "none" | "answered-already" | "own" | "gone" }
  | { outcome: "done"; approval: Approval; alertIds: string[] };

/**
 * A second person says yes or no, with a reason. Nobody answers what they asked for themselves. With yes it takes effect in the very transaction,
 * as a decision of who asked about what is there now, with who approved it.
 */
export async function answerApproval(
  state: StateStore,
  approvalId: string,
  { approve, reason }: ApprovalAnswer,
  { by, at }: { by: string; at: number },
): Promise<Answered> {
  return withRequest(state, approvalId, async (trx, row): Promise<Answered> => {
    if (row.state !== "waiting") return { outcome: "answered-already" };
    if (row.asked_by === by) return { outcome: "own" };
    const alertIds = approve ? await takeEffect(trx, row, { by, at }) : [];
    if (alertIds === undefined) return { outcome: "gone" };
    const changed = { state: approve ? "approved" : "refused", answered_by: by, answered_at: at, answer: reason };
    await settle(trx, row, changed, approve ? "ready" : "refused");
    await audit(trx, { at, by, action: `approval-${approve ? "given" : "refused"}`, subject: subjectOf(row) });
    return { outcome: "done", approval: asApproval({ ...row, ...changed }), alertIds };
  });
}

/** What came of taking a request back. */
export type TakenBack = { outcome: "none" | "answered-already" | "not-own" } | { outcome: "done"; approval: Approval };

/** Who asked for something takes the request back, while nobody has answered it: nothing comes of it. Only they do. */
export async function takeBackApproval(
  state: StateStore,
  approvalId: string,
  { by, at }: { by: string; at: number },
): Promise<TakenBack> {
  return withRequest(state, approvalId, async (trx, row): Promise<TakenBack> => {
    if (row.asked_by !== by) return { outcome: "not-own" };
    if (row.state !== "waiting") return { outcome: "answered-already" };
    const changed = { state: "taken-back", answered_by: by, answered_at: at };
    await settle(trx, row, changed, "taken-back");
    await audit(trx, { at, by, action: "approval-taken-back", subject: subjectOf(row) });
    return { outcome: "done", approval: asApproval({ ...row, ...changed }) };
  });
}

/** Does something with a request in a transaction of its venue; `none` where there is no such request. */
async function withRequest<T>(
  state: StateStore,
  approvalId: string,
  work: (trx: Transaction<StateTables>, row: Row) => Promise<T>,
): Promise<T | { outcome: "none" }> {
  const known = await state.db
    .selectFrom("approvals")
    .select("venue_id")
    .where("approval_id", "=", approvalId)
    .executeTakeFirst();
  if (known === undefined) return { outcome: "none" };
  return state.inVenue(known.venue_id, async (trx) =>
    work(
      trx,
      await trx.selectFrom("approvals").selectAll().where("approval_id", "=", approvalId).executeTakeFirstOrThrow(),
    ),
  );
}

const subjectOf = ({ package_id, camera_id, suspect_id }: Row): string => package_id ?? camera_id ?? suspect_id ?? "";

/** Writes down how a request ended, and with it how its package stands. */
async function settle(
  trx: Transaction<StateTables>,
  { approval_id, package_id }: Row,
  changed: Updateable<StateTables["approvals"]>,
  state: EvidencePackageState,
): Promise<void> {
  if (package_id !== null)
    await trx.updateTable("evidence_packages").set({ state }).where("package_id", "=", package_id).execute();
  await trx.updateTable("approvals").set(changed).where("approval_id", "=", approval_id).execute();
}

/** Does what was asked for. Returns the alerts that are over with it; undefined where it can be done no more. */
async function takeEffect(
  trx: Transaction<StateTables>,
  row: Row,
  { by, at }: { by: string; at: number },
): Promise<string[] | undefined> {
  if (row.kind === "package") return [];
  const { reason, document, until, file } = JSON.parse(row.body) as WaitingBody;
  if (until !== undefined && Date.parse(until) <= at) return undefined;
  const record: DecisionRecord = {
    decision: "authorised",
    reason,
    by: row.asked_by,
    at: new Date(at).toISOString(),
    ...(document === undefined ? {} : { document }),
    ...(until === undefined ? {} : { until }),
    ...(file === undefined ? {} : { file }),
    approvedBy: by,
  };
  if (row.suspect_id !== null) return (await decideIn(trx, row.suspect_id, record)) === undefined ? undefined : [];
  const camera = await trx
    .selectFrom("cameras")
    .selectAll()
    .where("camera_id", "=", row.camera_id ?? "")
    .executeTakeFirst();
  return camera === undefined ? undefined : decideCameraIn(trx, camera, record);
}
