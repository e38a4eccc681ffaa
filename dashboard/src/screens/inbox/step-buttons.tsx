import type { Alert } from "@probewarden/contract";
import { useMay } from "../../api/queries.ts";
import { askForStep, type WordedStep } from "../../components/alert-step/asked-step.ts";
import { useQuickStep } from "../../components/alert-step/use-quick-step.ts";
import { useText } from "../../text/text.ts";

const WORDED: readonly (readonly [step: WordedStep, key: string])[] = [
  ["take", "t"],
  ["snooze", "s"],
  ["close", "e"],
  ["authorise", "u"],
];

/** What who looks may do, and how. Asked once for the whole inbox: each line that asked by itself would be watchers of its own, forty times. */
export interface Acts {
  quick: ReturnType<typeof useQuickStep>;
  mayHandle: boolean;
  mayDecide: boolean;
}
export const useActs = (): Acts => ({
  quick: useQuickStep(),
  mayHandle: useMay("handleAlerts"),
  mayDecide: useMay("decide"),
});

/** What can be done with alerts, with the keys that do the same. `isShort`: only what comes first. */
export function StepButtons(props: { alerts: readonly Alert[]; acts: Acts; isShort?: boolean }) {
  const { alerts, isShort = false } = props;
  const { quick, mayHandle, mayDecide } = props.acts;
  const { t } = useText();
  const open = alerts.filter(({ state }) => state === "open");
  const unseen = open.filter(({ stage }) => stage === "new");
  const isOver = unseen.length > 0 && unseen.every(({ endedAt }) => endedAt !== undefined);
  /** Of many, how many an act touches: not all of them may be unseen, or open. */
  const touches = (some: readonly Alert[]) =>
    alerts.length > 1 && !isShort && <span className="num muted"> {some.length}</span>;
  const acknowledge = unseen.length > 0 && (
    <button type="button" className="button" disabled={quick.isPending} onClick={() => quick.acknowledge(unseen)}>
      {t(isOver ? "inbox.act.seen" : "inbox.act.acknowledge")}
      {!isShort && (
        <>
          {touches(unseen)} <kbd>a</kbd>
        </>
      )}
    </button>
  );
  if (!mayHandle) return isShort ? null : <p className="muted">{t("people.notHandled")}</p>;
  if (isShort)
    return (
      acknowledge ||
      (open.length > 0 && (
        <button type="button" className="button" onClick={() => askForStep("close", open)}>
          {t("inbox.act.close")}
        </button>
      ))
    );
  return (
    <div className="row-of-buttons" role="group" aria-label={t("inbox.actions")}>
      {acknowledge}
      {open.length > 0 &&
        WORDED.filter(([step]) => step !== "authorise" || mayDecide).map(([step, key]) => (
          <button key={step} type="button" className="button" onClick={() => askForStep(step, open)}>
            {t(`inbox.act.${step}`)}
            {touches(open)} <kbd>{key}</kbd>
          </button>
        ))}
      {alerts.some(({ stepBy }) => stepBy !== undefined) && (
        <button type="button" className="button plain" disabled={quick.isPending} onClick={() => quick.undoOf(alerts)}>
          {t("inbox.act.undo")}
          {touches(alerts)}
        </button>
      )}
    </div>
  );
}
