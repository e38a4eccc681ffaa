import type { CameraReopened, DecisionRecord } from "@probewarden/contract";
import { couldSettle } from "../suspects/decide.ts";
import { newSteps, type Steps } from "./told-steps.ts";

/** The columns of a camera in which a person's decision stands. */
export interface CameraDecisionColumns {
  decision: string | null;
  decided_on: string | null;
  reopened: string | null;
}

/** The decision as it stands in the store, and why it is open again. */
export const readCameraDecision = ({
  decision,
  reopened,
}: CameraDecisionColumns): { decision?: DecisionRecord; reopened?: CameraReopened } => ({
  ...(decision === null ? {} : { decision: JSON.parse(decision) as DecisionRecord }),
  ...(reopened === null ? {} : { reopened: JSON.parse(reopened) as CameraReopened }),
});

/**
 * Why a decision that settles a camera is open again after a visit, as JSON: it covers the steps that were proven when a person decided, and
 * none that is higher. When the first of them came stays. Null: it covers what is there, or there is none that settles.
 * @param at when the visit was received, in milliseconds
 */
export function reopenedBy(columns: CameraDecisionColumns, now: Steps, at: number): string | null {
  const { decision, reopened } = readCameraDecision(columns);
  if (!couldSettle(decision)) return null;
  const decidedOn = JSON.parse(columns.decided_on ?? "{}") as Steps;
  const steps = newSteps(now, decidedOn);
  if (steps.length === 0) return columns.reopened;
  const known = new Map(reopened?.steps.map((step) => [step.category, step]));
  for (const step of steps) known.set(step.category, step);
  return JSON.stringify({
    at: reopened?.at ?? new Date(at).toISOString(),
    steps: [...known.values()],
  } satisfies CameraReopened);
}
