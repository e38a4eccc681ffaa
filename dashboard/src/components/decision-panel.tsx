import type { Decision, DecisionEntry, DecisionRequest } from "@probewarden/contract";
import { useState } from "react";
import type { PackageOf } from "../api/packages.ts";
import { useMay } from "../api/queries.ts";
import { useText } from "../text/text.ts";
import { Moment } from "./moment.tsx";
import { DecisionForm } from "./decision-form.tsx";
import { PackDecision } from "./packages.tsx";

const CHOICES: readonly Decision[] = ["to-visit", "authorised", "dismissed", "none"];

function History({ history, venueId, of }: { history: DecisionEntry[]; venueId: string; of: PackageOf }) {
  const { t, code } = useText();
  if (history.length === 0) return <p className="muted">{t("decide.never")}</p>;
  return (
    <ul className="history">
      {history.map((record) => (
        <li key={record.decisionId}>
          <strong>{code("decision", record.decision)}</strong> · {record.by} ·{" "}
          {record.approvedBy && <>{t("approvals.second", { by: record.approvedBy })} · </>}{" "}
          <Moment at={record.at} as="clock" />
          <p className="muted">{[record.document, record.reason].filter(Boolean).join(" · ")}</p>
          {record.file && (
            <p className="muted small">
              <a href={`/api/venues/${venueId}/documents/${record.file.sha256}`} download>
                {record.file.name}
              </a>{" "}
              · SHA-256 <code className="mono link-of-chain">{record.file.sha256}</code>
            </p>
          )}
          {record.until && (
            <p className="muted">
              {t("inbox.until")} <Moment at={record.until} venueId={venueId} as="clock" />
            </p>
          )}
          <PackDecision of={of} decision={record} />
        </li>
      ))}
    </ul>
  );
}

/** What a person decides about something: kept with reason, who and when, and always to be taken back. */
export function DecisionPanel(props: {
  venueId: string;
  /** What it is about. */
  about: PackageOf;
  standing: Decision;
  /** Why the standing decision covers less than what is there, in words. */
  reopened: { at: string; reasons: string[] } | undefined;
  history: DecisionEntry[];
  /** What follows from a choice, in words. */
  means: (decision: Decision) => string;
  busy: boolean;
  failure: unknown;
  onDecide: (request: DecisionRequest, done: () => void) => void;
}) {
  const { standing, reopened, history } = props;
  const { t, code } = useText();
  const mayDecide = useMay("decide");
  const [choice, setChoice] = useState<Decision>();
  return (
    <section className="section">
      <h2>{t("decide.title")}</h2>
      {!mayDecide && <p className="muted">{t("people.notDecided")}</p>}
      <div className="row-of-buttons" role="group" aria-label={t("decide.title")}>
        {(mayDecide ? CHOICES : [])
          .filter((decision) => decision !== standing || reopened !== undefined)
          .map((decision) => (
            <button
              key={decision}
              type="button"
              className="button"
              aria-pressed={choice === decision}
              onClick={() => setChoice(choice === decision ? undefined : decision)}
            >
              {t(`decide.choose.${decision}`)}
            </button>
          ))}
      </div>
      {choice && (
        <>
          <p className="muted">{props.means(choice)}</p>
          <DecisionForm
            key={choice}
            decision={choice}
            venueId={props.venueId}
            busy={props.busy}
            failure={props.failure}
            onSend={(request) => props.onDecide(request, () => setChoice(undefined))}
          />
        </>
      )}
      {reopened && (
        <div className="note" role="note">
          <p>
            <strong>{t("decide.openAgain")}</strong> · <Moment at={reopened.at} venueId={props.venueId} as="clock" />
          </p>
          <ul>
            {reopened.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
      {standing !== "none" && (
        <p>{t(reopened ? "decide.stood" : "decide.stands", { decision: code("decision", standing) })}</p>
      )}
      <History history={history} venueId={props.venueId} of={props.about} />
    </section>
  );
}
