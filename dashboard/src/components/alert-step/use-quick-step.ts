import type { Alert, AlertStepResult } from "@probewarden/contract";
import { useAlertSteps } from "../../api/alert-steps.ts";
import { lastDone, noteDone } from "./asked-step.ts";

/** Steps that need no words: acknowledge, and undo of what was done last. */
export function useQuickStep() {
  const send = useAlertSteps();
  const acknowledge = (alerts: readonly Alert[]): void => {
    const open = alerts.filter(({ state }) => state === "open");
    if (open.length === 0) return;
    const what = { step: "acknowledge" } as const;
    send.mutate({ alerts: open, what }, { onSuccess: (results) => noteDone({ step: "acknowledge", results }) });
  };
  /** Takes back what was done last in this page; where that was nothing, the last step of these. */
  const undo = (otherwise: readonly Alert[] = []): void => {
    const last = lastDone();
    const before = last !== undefined && last.step !== "undo" ? doneAlerts(last.results) : [];
    const alerts = before.length > 0 ? before : otherwise;
    if (alerts.length > 0) undoOf(alerts);
  };
  /** Takes the last step of these back, whoever did it. */
  const undoOf = (alerts: readonly Alert[]): void => {
    const what = { step: "undo" } as const;
    send.mutate({ alerts, what }, { onSuccess: (results) => noteDone({ step: "undo", results }) });
  };
  return { acknowledge, undo, undoOf, isPending: send.isPending, error: send.error };
}

/** The alerts of what was done, at the revision after it: whatever happens since is not taken back with it. */
const doneAlerts = (results: readonly AlertStepResult[]): Alert[] =>
  results.flatMap(({ outcome, alert }) => (outcome === "done" && alert !== undefined ? [alert] : []));
