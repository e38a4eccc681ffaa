import type { Alert } from "@probewarden/contract";
import { memo, useId, useState } from "react";
import { Link } from "react-router";
import { useAlertTitle } from "../../components/alert-step/alert-title.ts";
import { stageWords } from "../../components/alert-step/what-became.ts";
import { BandShape, CameraShape } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useKnownSuspects, useKnownVenues } from "../../components/known-rows.tsx";
import { useSentence } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { bandOf } from "../today/needs-person.ts";
import { AlertRecord } from "./alert-record.tsx";
import type { InboxLine as Line } from "./inbox-lines.ts";
import { StepButtons, type Acts } from "./step-buttons.tsx";

/** Members of a line that are listed when it is opened; of more it is enough to know how many. */
const LISTED = 50;

/** How an alert stands, in words: what a person has to know before they do something. */
export function StandsAs({ alert }: { alert: Alert }) {
  const words = useText();
  const { t, code } = words;
  const { venueId, stage, endedAt, raised, dueAt, overdue, snoozedUntil, authorisedUntil, document, reason } = alert;
  const isUnseenEnd = stage === "new" && endedAt !== undefined;
  return (
    <>
      {isUnseenEnd ? <strong>{t("inbox.endedUnseen")}</strong> : <span>{stageWords(alert, words)}</span>}
      {endedAt !== undefined && !isUnseenEnd && <> · {t("inbox.ended")}</>}
      {raised !== undefined && alert.state === "open" && (
        <strong> · {raised.reasons.map((one) => code("alertRaise", one)).join(t("look.comma"))}</strong>
      )}
      {overdue === true && <strong> · {t("inbox.overdue")}</strong>}
      {dueAt !== undefined && overdue === undefined && (
        <>
          {" · "}
          {t("inbox.due")} <Moment at={dueAt} venueId={venueId} as="clock" />
        </>
      )}
      {snoozedUntil !== undefined && (
        <>
          {" · "}
          {t("inbox.view.snoozed")} {t("inbox.until")} <Moment at={snoozedUntil} venueId={venueId} as="clock" />
        </>
      )}
      {document !== undefined && <> · {document}</>}
      {authorisedUntil !== undefined && (
        <>
          {" · "}
          {t("inbox.until")} <Moment at={authorisedUntil} venueId={venueId} as="clock" />
        </>
      )}
      {alert.state === "closed" && reason !== undefined && <> · {reason === "ended" ? t("inbox.ended") : reason}</>}
    </>
  );
}

/** One line of the inbox: what, where, since when, how it stands, and what can be done. A list that is scrolled draws anew only what has changed. */
export const InboxLine = memo(function InboxLine(props: {
  line: Line;
  acts: Acts;
  isSelected: boolean;
  isChanged: boolean;
  onSelect: (id: string, isSelected: boolean) => void;
}) {
  const { line, acts, isSelected, isChanged, onSelect } = props;
  const { t } = useText();
  const id = useId();
  const titleOf = useAlertTitle();
  const sentence = useSentence();
  const suspects = useKnownSuspects();
  const venues = useKnownVenues();
  const [isOpen, setOpen] = useState(false);
  const [alert] = line.alerts;
  const suspect = suspects?.find(({ suspectId }) => suspectId === alert.suspectId);
  const venueName = venues?.find(({ venueId }) => venueId === alert.venueId)?.name;
  const n = line.alerts.length;
  // Who handles alerts finds there, with the mouse, every step that the keys do.
  const one = isOpen ? "inbox.recordHide" : acts.mayHandle ? "inbox.moreSteps" : "inbox.record";
  const what = suspect === undefined ? titleOf(alert) : sentence(suspect);
  const title = line.kind === "one" ? what : t(`inbox.group.${line.kind}`, { n });
  const to = alert.camera === undefined ? `/suspects/${alert.suspectId ?? ""}` : `/cameras/${alert.camera.cameraId}`;
  const earliest = line.alerts.reduce((first, one) => (one.openedAt < first.openedAt ? one : first));
  return (
    <li>
      <div className={`row inbox-line${isSelected ? " selected" : ""}${alert.stage === "new" ? " unseen" : ""}`}>
        <label className="pick">
          <input type="checkbox" checked={isSelected} onChange={(event) => onSelect(line.id, event.target.checked)} />
          <span className="visually-hidden">{t("inbox.select", { what: title })}</span>
        </label>
        {alert.camera === undefined ? <BandShape band={bandOf(alert)} /> : <CameraShape />}
        <Link className="title" data-row to={to}>
          {title}
          {isChanged && <span className="changed-mark" title={t("inbox.changedMark")} aria-hidden />}
          {isChanged && <span className="visually-hidden"> · {t("inbox.changedMark")}</span>}
        </Link>
        <p className="under small">
          {line.kind !== "one" && <>{what} · </>}
          <StandsAs alert={alert} />
        </p>
        <p className="under muted small">
          {venueName !== undefined && <>{venueName} · </>}
          {line.kind === "same-kind" && <SpreadOver line={line} />}
          {t("inbox.since")} <Moment at={earliest.openedAt} venueId={alert.venueId} />
        </p>
        <div className="aside">
          <StepButtons alerts={line.alerts} acts={acts} isShort />
          <button
            type="button"
            className="button plain"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
          >
            {n === 1 ? t(one) : t(isOpen ? "inbox.hide" : "inbox.show", { n })}
          </button>
        </div>
        {isOpen && (
          <div className="under more" id={id}>
            <StepButtons alerts={line.alerts} acts={acts} />
            {n === 1 ? <AlertRecord alert={alert} /> : <Members alerts={line.alerts} />}
          </div>
        )}
      </div>
    </li>
  );
});

/** At how many places boxes of one kind are, as far as anybody can tell. */
function SpreadOver({ line }: { line: Line }) {
  const { t } = useText();
  const suspects = useKnownSuspects() ?? [];
  const of = new Set(line.alerts.map(({ suspectId }) => suspectId));
  const places = new Set(
    suspects.filter(({ suspectId }) => of.has(suspectId)).flatMap(({ place }) => place?.nearestSensorId ?? []),
  );
  return places.size < 2 ? null : <>{t("inbox.groupPlaces", { n: places.size })} · </>;
}

function Members({ alerts }: { alerts: readonly Alert[] }) {
  const { t } = useText();
  const titleOf = useAlertTitle();
  const sentence = useSentence();
  const suspects = useKnownSuspects() ?? [];
  return (
    <ul className="members small">
      {alerts.slice(0, LISTED).map((alert) => {
        const suspect = suspects.find(({ suspectId }) => suspectId === alert.suspectId);
        return (
          <li key={alert.alertId}>
            <Link to={`/suspects/${alert.suspectId ?? ""}`}>{suspect ? sentence(suspect) : titleOf(alert)}</Link> ·{" "}
            <Moment at={alert.openedAt} venueId={alert.venueId} />
          </li>
        );
      })}
      {alerts.length > LISTED && <li className="muted">{t("today.outageMore", { n: alerts.length - LISTED })}</li>}
    </ul>
  );
}
