import type { Suspect } from "@probewarden/contract";
import { Link } from "react-router";
import { useText } from "../text/text.ts";
import { SuspectShape } from "./marks.tsx";

/** What else the same transmitter is suspected of, each to be opened and decided by itself. */
export function OtherSuspicions({
  suspects,
  link = (suspectId) => `/suspects/${suspectId}`,
}: {
  suspects: readonly Suspect[];
  link?: (suspectId: string) => string;
}) {
  const { t, code } = useText();
  if (suspects.length === 0) return null;
  return (
    <p className="under small other-suspicions">
      <span className="muted">{t("suspect.alsoSuspected")}</span>
      {suspects.map((suspect) => (
        <span key={suspect.suspectId} className="other">
          <SuspectShape suspect={suspect} size={14} />
          <Link to={link(suspect.suspectId)}>
            {code("suspicion", suspect.suspicion)} · {code("band", suspect.band)}
          </Link>
          {suspect.state !== "active" && <span className="muted">{code("suspectState", suspect.state)}</span>}
          {suspect.decision && suspect.decision.decision !== "none" && (
            <span className="muted">
              {suspect.reopened ? t("decide.isOpenAgain") : code("decision", suspect.decision.decision)}
            </span>
          )}
        </span>
      ))}
    </p>
  );
}
