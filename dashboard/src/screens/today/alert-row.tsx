import type { Alert } from "@probewarden/contract";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { Link } from "react-router";
import { useCloseAlerts } from "../../api/queries.ts";
import { BandShape } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { OtherSuspicions } from "../../components/other-suspicions.tsx";
import { ReasonForm } from "../../components/reason-form.tsx";
import { SuspectMarks } from "../../components/suspect-marks.tsx";
import { useSentence } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import type { AlertGroup } from "./needs-person.ts";

/** An alert of a suspect. */
type SuspectAlert = Alert & Required<Pick<Alert, "suspectId" | "suspicion" | "band">>;
const isOfSuspect = (alert: Alert): alert is SuspectAlert =>
  alert.suspectId !== undefined && alert.suspicion !== undefined && alert.band !== undefined;

/** Closes what was open when a person asked for it: what opens meanwhile is another matter, and stays. */
export function CloseDialog({ alerts: open }: { alerts: readonly Alert[] }) {
  const { t, code } = useText();
  const close = useCloseAlerts();
  const [asked, setAsked] = useState<readonly Alert[]>();
  // One that was closed before another was refused is not closed again.
  const alerts = asked?.filter(({ alertId }) => open.some((one) => one.alertId === alertId)) ?? open;
  return (
    <Dialog.Root open={asked !== undefined} onOpenChange={(isOpen) => setAsked(isOpen ? open : undefined)}>
      <Dialog.Trigger className="button">{t("today.close")}</Dialog.Trigger>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content className="dialog">
          <Dialog.Title>
            {alerts.length === 1 ? t("today.closeTitle") : t("today.closeTitleAll", { n: alerts.length })}
          </Dialog.Title>
          <Dialog.Description className="muted">{t("today.closeMore")}</Dialog.Description>
          {alerts.length > 1 && (
            <ul>
              {alerts.filter(isOfSuspect).map((alert) => (
                <li key={alert.alertId}>
                  <BandShape band={alert.band} /> {code("suspicion", alert.suspicion)} · {code("band", alert.band)}
                </li>
              ))}
            </ul>
          )}
          <ReasonForm
            send={t("today.close")}
            failure={close.error}
            busy={close.isPending}
            onSend={(reason) =>
              close.mutate(
                { alertIds: alerts.map(({ alertId }) => alertId), reason },
                { onSuccess: () => setAsked(undefined) },
              )
            }
          >
            <Dialog.Close className="button" type="button">
              {t("look.cancel")}
            </Dialog.Close>
          </ReasonForm>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The open alerts of one transmitter: the sentence of its strongest, what else it is suspected of, how messages fared, how to close them. */
export function AlertRow({ group: { alerts, emitter } }: { group: AlertGroup }) {
  const { t, code } = useText();
  const sentence = useSentence();
  const alert = alerts.find(isOfSuspect);
  if (alert === undefined) return null;
  const suspect = emitter?.suspects.find(({ suspectId }) => suspectId === alert.suspectId);
  const first = alerts.reduce((earliest, one) => (one.openedAt < earliest.openedAt ? one : earliest));
  const deliveries = [...new Set(alerts.map(({ delivery }) => delivery))].filter((delivery) => delivery !== "none");
  return (
    <li>
      <div className="row">
        <BandShape band={alert.band} />
        <Link className="title" data-row to={`/suspects/${alert.suspectId}`}>
          {suspect ? sentence(suspect) : `${code("suspicion", alert.suspicion)} · ${code("band", alert.band)}`}
        </Link>
        <p className="under muted small">
          {suspect && (
            <>
              <SuspectMarks suspect={suspect} /> ·{" "}
            </>
          )}
          {alerts.length === 1 ? t("today.opened") : t("today.alerts", { n: alerts.length })}{" "}
          <Moment at={first.openedAt} venueId={first.venueId} />
          {deliveries.map((delivery) => ` · ${code("delivery", delivery)}`)}
        </p>
        {emitter && <OtherSuspicions suspects={emitter.suspects.filter((one) => one !== suspect)} />}
        <div className="aside">
          <CloseDialog alerts={alerts} />
        </div>
      </div>
    </li>
  );
}
