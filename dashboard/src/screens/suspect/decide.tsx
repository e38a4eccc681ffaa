import type { Decision, DecisionRecord, Suspect } from "@probewarden/contract";
import { useState } from "react";
import { useDecide } from "../../api/queries.ts";
import { Moment } from "../../components/moment.tsx";
import { ReasonForm } from "../../components/reason-form.tsx";
import { useText } from "../../text/text.ts";

const CHOICES: readonly Decision[] = ["to-visit", "authorised", "dismissed", "none"];

function History({ history }: { history: DecisionRecord[] }) {
  const { t, code } = useText();
  if (history.length === 0) return <p className="muted">{t("decide.never")}</p>;
  return (
    <ul className="history">
      {history.map((record) => (
        <li key={`${record.at}/${record.decision}`}>
          <strong>{code("decision", record.decision)}</strong> · {record.by} · <Moment at={record.at} as="clock" />
          <p className="muted">{record.reason}</p>
        </li>
      ))}
    </ul>
  );
}

/** What a person decides about a suspect: kept with reason, who and when, and always to be taken back. */
export function Decide({ suspect, history }: { suspect: Suspect; history: DecisionRecord[] }) {
  const { t, code } = useText();
  const decide = useDecide(suspect.suspectId);
  const [choice, setChoice] = useState<Decision>();
  const standing = suspect.decision?.decision ?? "none";
  return (
    <section className="section">
      <h2>{t("decide.title")}</h2>
      <div className="row-of-buttons" role="group" aria-label={t("decide.title")}>
        {CHOICES.filter((decision) => decision !== standing || suspect.reopened !== undefined).map((decision) => (
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
          <p className="muted">{t(`decide.means.${choice}`)}</p>
          <ReasonForm
            key={choice}
            send={t(`decide.choose.${choice}`)}
            busy={decide.isPending}
            failure={decide.error}
            onSend={(reason) => decide.mutate({ decision: choice, reason }, { onSuccess: () => setChoice(undefined) })}
          />
        </>
      )}
      {suspect.reopened && (
        <div className="note" role="note">
          <p>
            <strong>{t("decide.openAgain")}</strong> ·{" "}
            <Moment at={suspect.reopened.at} venueId={suspect.venueId} as="clock" />
          </p>
          <ul>
            {suspect.reopened.reasons.map((reason) => (
              <li key={reason}>{code("reopened", reason)}</li>
            ))}
          </ul>
        </div>
      )}
      {standing !== "none" && (
        <p>{t(suspect.reopened ? "decide.stood" : "decide.stands", { decision: code("decision", standing) })}</p>
      )}
      <History history={history} />
    </section>
  );
}
