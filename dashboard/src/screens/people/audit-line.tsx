import { ROLES, type AuditLine } from "@probewarden/contract";
import { Link } from "react-router";
import { plainFigure } from "../../components/figures.ts";
import { useKnownSensors, useKnownVenues } from "../../components/known-rows.tsx";
import { useTimeZone } from "../../components/moment.tsx";
import { exactTime } from "../../components/time-text.ts";
import { useText } from "../../text/text.ts";
import { namesIn, rolesIn } from "./audit-subject.ts";

/** The page of what was looked at or decided, where there is one. */
const pageOf = ({ action, subject }: AuditLine): string | undefined =>
  action.startsWith("suspect-") ? `/suspects/${encodeURIComponent(subject)}` : undefined;

/** What it was done to: what that is called today, and the word that the chain holds. */
function Subject({ line }: { line: AuditLine }) {
  const { t } = useText();
  const names = namesIn(line.subject, useKnownVenues() ?? [], useKnownSensors() ?? []);
  const page = pageOf(line);
  const subject = rolesIn(line.subject, ROLES, (role) => t(`people.role.${role}`));
  return (
    <>
      {names.length > 0 && (
        <>
          {" "}
          <bdi>{names.join(" · ")}</bdi>
        </>
      )}{" "}
      {page === undefined ? (
        <bdi className="muted small mono">{subject}</bdi>
      ) : (
        <Link className="small mono" to={page}>
          {subject}
        </Link>
      )}
    </>
  );
}

/** One line of the audit: its number, who did what to whom, and when to the second. */
export function Line({ line }: { line: AuditLine }) {
  const { code, language } = useText();
  const timeZone = useTimeZone();
  return (
    <li className="audit-line">
      <span className="muted small">{plainFigure(line.seq)}</span>
      <span>
        <strong>
          <bdi>{line.by}</bdi>
        </strong>{" "}
        · {code("act", line.action)}
        <Subject line={line} />
      </span>
      <time className="num muted small" dateTime={line.at}>
        {exactTime(Date.parse(line.at), timeZone, language)}
      </time>
    </li>
  );
}
