import type { Alert } from "@probewarden/contract";
import { Link } from "react-router";
import { useMay } from "../../api/queries.ts";
import { askForStep } from "../../components/alert-step/asked-step.ts";
import { BandShape } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { OtherSuspicions } from "../../components/other-suspicions.tsx";
import { SuspectMarks } from "../../components/suspect-marks.tsx";
import { useSentence } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import type { AlertGroup } from "./needs-person.ts";

/** An alert of a suspect. */
type SuspectAlert = Alert & Required<Pick<Alert, "suspectId" | "suspicion" | "band">>;
const isOfSuspect = (alert: Alert): alert is SuspectAlert =>
  alert.suspectId !== undefined && alert.suspicion !== undefined && alert.band !== undefined;

/** Asks how to settle what is open now: what opens meanwhile is another matter, and stays. */
export function CloseButton({ alerts }: { alerts: readonly Alert[] }) {
  const { t } = useText();
  if (!useMay("handleAlerts")) return null;
  return (
    <button type="button" className="button" onClick={() => askForStep("close", alerts)}>
      {t("today.close")}
    </button>
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
          <CloseButton alerts={alerts} />
        </div>
      </div>
    </li>
  );
}
