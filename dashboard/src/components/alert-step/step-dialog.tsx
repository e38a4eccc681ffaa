import type { Alert, AlertStepRequest } from "@probewarden/contract";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { isMovedOn, useAlertSteps } from "../../api/alert-steps.ts";
import { useToldAlerts } from "../../api/inbox.ts";
import { newestOf } from "../../api/inbox-rows.ts";
import { useAlerts, useSession } from "../../api/queries.ts";
import { useText } from "../../text/text.ts";
import { sentDocument } from "../document-field.tsx";
import { FormFailure } from "../form-failure.tsx";
import { useTimeZone } from "../moment.tsx";
import { useAlertTitle } from "./alert-title.ts";
import { endAsking, noteDone, useAskedStep, type AskedStep } from "./asked-step.ts";
import { NOTHING_TYPED, requestOf, StepFields, type Typed } from "./step-fields.tsx";
import { becameWords, changedSince } from "./what-became.ts";

/** The dialog of the step that somebody asked for, above every screen. */
export function StepDialogHost() {
  const asked = useAskedStep();
  const [count, setCount] = useState(0);
  const [shown, setShown] = useState(asked);
  if (shown !== asked) {
    setShown(asked);
    setCount(count + 1);
  }
  return asked === undefined ? null : <StepDialog key={count} asked={asked} />;
}

/**
 * Asks for what a step needs. What happens to the alerts meanwhile never closes it and takes no word away: it is said above the words, and what is
 * sent goes by the alerts as they are shown then.
 */
function StepDialog({ asked: { step, alerts: asked } }: { asked: AskedStep }) {
  const words = useText();
  const { t } = words;
  const told = useToldAlerts();
  const listed = useAlerts().data ?? [];
  const known = newestOf(newestOf(asked, listed), told);
  const { data: session } = useSession();
  const me = session?.name ?? "";
  const titleOf = useAlertTitle();
  const send = useAlertSteps();
  const [typed, setTyped] = useState<Typed>({ ...NOTHING_TYPED, assignee: me });
  const [did, setDid] = useState<ReadonlySet<string>>(new Set());
  const waiting = asked.filter(({ alertId }) => !did.has(alertId));
  const news = changedSince(waiting, known);
  const left = newestOf(waiting, known).filter(({ state }) => state === "open");
  // Alerts of several venues end at one instant: it is told in the time of the first, whose zone stands beside the field.
  const venueId = asked[0]?.venueId;
  const what = requestOf(step, typed, useTimeZone(venueId));

  const submit = async (request: AlertStepRequest): Promise<void> => {
    const sent =
      request.step === "authorise" && typed.file !== undefined
        ? { ...request, file: await sentDocument(typed.file) }
        : request;
    send.mutate(
      { alerts: left, what: sent },
      {
        onSuccess: (results) => {
          const done = results.filter(({ outcome }) => outcome === "done");
          noteDone({ step, results });
          if (!results.some(isMovedOn)) return endAsking();
          // The words stay; what moved on is said above them.
          setDid(new Set([...did, ...done.map(({ alertId }) => alertId)]));
        },
      },
    );
  };

  return (
    <Dialog.Root open onOpenChange={(isOpen) => isOpen || endAsking()}>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content
          className="dialog"
          // A tap beside it must not throw away what was typed; Esc and the button do.
          onInteractOutside={(event) => event.preventDefault()}
        >
          <Dialog.Title>{t(`inbox.dialog.${step}`, { n: waiting.length })}</Dialog.Title>
          <Dialog.Description className="muted">{t(`inbox.dialog.${step}More`)}</Dialog.Description>
          <AskedAlerts alerts={waiting} />
          <div aria-live="polite">
            {news.length > 0 && (
              <div className="note">
                <p>
                  <strong>{t("inbox.dialog.changedTitle")}</strong>
                </p>
                <ul>
                  {news.map((one) => (
                    <li key={one.before.alertId}>
                      {titleOf(one.now)}: {becameWords(one, words)}
                    </li>
                  ))}
                </ul>
                <p className="muted small">
                  {t(left.length === 0 ? "inbox.dialog.nothingLeft" : "inbox.dialog.changedKeep")}
                </p>
              </div>
            )}
          </div>
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault();
              if (what !== undefined) void submit(what);
            }}
          >
            <StepFields step={step} venueId={venueId} typed={typed} onType={setTyped} />
            <FormFailure failure={send.error} />
            <div className="row-of-buttons">
              <button className="button primary" disabled={send.isPending || left.length === 0 || what === undefined}>
                {t(`inbox.act.${step}`)}
              </button>
              <Dialog.Close className="button" type="button">
                {t("look.cancel")}
              </Dialog.Close>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Alerts that are named in the dialog; of more it is enough to know how many. */
const NAMED = 4;

function AskedAlerts({ alerts }: { alerts: readonly Alert[] }) {
  const { t } = useText();
  const titleOf = useAlertTitle();
  const more = alerts.length - NAMED;
  return (
    <ul className="small">
      {alerts.slice(0, NAMED).map((alert) => (
        <li key={alert.alertId}>{titleOf(alert)}</li>
      ))}
      {more > 0 && <li className="muted">{t("today.outageMore", { n: more })}</li>}
    </ul>
  );
}
