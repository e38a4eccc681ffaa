import type { AlertStepResult } from "@probewarden/contract";
import { useText } from "../../text/text.ts";
import { FormFailure } from "../form-failure.tsx";
import { noteDone, useLastDone } from "./asked-step.ts";
import { useQuickStep } from "./use-quick-step.ts";

/** What was not done, by why. */
function refusals(results: readonly AlertStepResult[]): [outcome: string, n: number][] {
  const counts = new Map<string, number>();
  for (const { outcome } of results) if (outcome !== "done") counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts];
}

/** The line that says what was done last, and takes it back. */
export function StepDone() {
  const { t, code } = useText();
  const last = useLastDone();
  const { undo, isPending, error } = useQuickStep();
  const n = last?.results.filter(({ outcome }) => outcome === "done").length ?? 0;
  return (
    <div className="step-done" role="status">
      {last && (
        <div className="step-done-line">
          <span>
            {n > 0 && t(`inbox.done.${last.step}`, { n })}{" "}
            {refusals(last.results).map(([outcome, count]) => (
              <span key={outcome}>{t("inbox.notDone", { n: count, why: code("failure", outcome) })} </span>
            ))}
          </span>
          {n > 0 && last.step !== "undo" && (
            <button type="button" className="button plain" disabled={isPending} onClick={() => undo()}>
              {t("inbox.act.undo")} <kbd>z</kbd>
            </button>
          )}
          <button type="button" className="button plain" onClick={() => noteDone(undefined)}>
            {t("look.close")}
          </button>
          <FormFailure failure={error} />
        </div>
      )}
    </div>
  );
}
