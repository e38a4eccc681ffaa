import type { DecisionRecord } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { readAlerts, readAlertSteps } from "../../alerts/read-alerts.ts";
import { readDecisionFile } from "../../store/decision-files.ts";
import type { StateReader } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { asJson, asJsonLines, type PackageMember } from "../package-member.ts";
import { markedByTime } from "./when-decided.ts";

/** Alerts of one thing that a package holds, the latest raised. */
export const MOST_ALERTS = 200;

/** A file of JSON. */
export const jsonMember = (name: string, holds: string, value: unknown): PackageMember => ({
  name,
  type: "application/json",
  holds,
  data: asJson(value),
});

/** A file with a line of JSON for each row. */
export const linesMember = (name: string, holds: string, rows: readonly unknown[]): PackageMember => ({
  name,
  type: "application/jsonl",
  holds,
  data: asJsonLines(rows),
});

/** The latest alerts about a suspect or a camera. */
export const alertIdsOf = async (
  db: Kysely<StateTables>,
  column: "suspect_id" | "camera_id",
  id: string,
): Promise<string[]> =>
  (
    await db
      .selectFrom("alerts")
      .select("alert_id")
      .where(column, "=", id)
      .orderBy("raised_at", "desc")
      .orderBy("alert_id")
      .limit(MOST_ALERTS)
      .execute()
  ).map(({ alert_id }) => alert_id);

/** Alerts with each of their steps. An alert as it stands is of now; its steps say when they were made. */
export async function readTold(
  state: StateReader,
  alertIds: readonly string[],
  decidedAt: number | undefined,
): Promise<object[]> {
  const told = [];
  for (const alert of await readAlerts(state, { alertIds })) {
    const steps = await readAlertSteps(state, alert.alertId);
    told.push({ alert, steps: markedByTime(steps, decidedAt, ({ at }) => at) });
  }
  return told;
}

/** The documents that came with decisions, each once, as they were given. */
export async function documentMembers(
  db: Kysely<StateTables>,
  venueId: string,
  decisions: readonly DecisionRecord[],
): Promise<PackageMember[]> {
  const members: PackageMember[] = [];
  const files = new Map(decisions.flatMap(({ file }) => (file === undefined ? [] : [[file.sha256, file]])));
  for (const { name, sha256, mediaType } of files.values()) {
    const kept = await readDecisionFile(db, venueId, sha256);
    const [, ending = "bin"] = mediaType.split("/");
    if (kept !== undefined)
      members.push({
        name: `documents/${sha256}.${ending}`,
        type: mediaType,
        holds: `a document that a decision rests on, as it was given: ${name}`,
        data: kept.octets,
      });
  }
  return members;
}

/** What the manifest says of the decision: its words, and the hash of its document. */
export const saidOf = ({ file, ...said }: DecisionRecord & { decisionId: number }): object => ({
  ...said,
  ...(file === undefined ? {} : { documentFile: { name: file.name, sha256: file.sha256, bytes: file.bytes } }),
});
