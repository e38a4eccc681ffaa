import type { CameraLadder, CameraStep, DecisionEntry, DecisionRecord } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { OF_PEOPLE } from "../../cameras/camera-need.ts";
import type { Steps } from "../../cameras/told-steps.ts";
import type { StateTables } from "../../store/state/tables.ts";
import type { WhenDecided } from "./when-decided.ts";

/** A decision about a camera, and what was proven when it was made. */
export interface CameraDecision {
  entry: DecisionEntry;
  /** Epoch milliseconds. */
  at: number;
  /** The steps that it covers, of faces, bodies and gait; a category that is absent was not proven. */
  steps: Steps;
}

/** One decision about a camera; undefined when there is none of that number about it. */
export async function readOneDecision(
  db: Kysely<StateTables>,
  cameraId: string,
  decisionId: number,
): Promise<CameraDecision | undefined> {
  const row = await db
    .selectFrom("camera_records")
    .select(["id", "body", "decided_on", "at"])
    .where("id", "=", decisionId)
    .where("camera_id", "=", cameraId)
    .where("kind", "=", "decision")
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    entry: { decisionId: row.id, ...(JSON.parse(row.body) as DecisionRecord) },
    at: row.at,
    steps: JSON.parse(row.decided_on ?? "{}") as Steps,
  };
}

/** A line of the ladder with the step that was proven then; null: of what takes nothing of people as such no step is kept with a decision. */
export type MarkedLadder = CameraLadder & { whenDecided?: WhenDecided; stepThen?: CameraStep | null };

/** The ladder as it stands now, each line with whether the same step was proven when it was decided. */
export function markedLadder(ladder: readonly CameraLadder[], decision: CameraDecision | undefined): MarkedLadder[] {
  if (decision === undefined) return [...ladder];
  return ladder.map((line): MarkedLadder => {
    if (!OF_PEOPLE.has(line.category)) return { ...line, stepThen: null };
    const stepThen = decision.steps[line.category] ?? "unknown";
    return { ...line, whenDecided: stepThen === line.step ? "known" : "later", stepThen };
  });
}
