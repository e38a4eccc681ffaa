import type { UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { Link } from "react-router";
import { ApiFailure, isLate } from "../api/client.ts";
import { useLiveState } from "../api/live-stream.ts";
import { useCutLists } from "../api/use-more.ts";
import { useText } from "../text/text.ts";
import type { TextKey } from "../text/words.ts";
import { FailureId } from "./failure-id.tsx";
import { ClockShape } from "./marks.tsx";
import { Moment } from "./moment.tsx";

/** What a failed or empty view was about: its words stand under `look` in the texts. */
export type Subject =
  | "page"
  | "session"
  | "venues"
  | "alerts"
  | "outages"
  | "suspects"
  | "suspect"
  | "levels"
  | "suspectPast"
  | "presence"
  | "cameras"
  | "sensors"
  | "residents"
  | "newcomers"
  | "survey"
  | "networks"
  | "fleet"
  | "updates"
  | "audit"
  | "people"
  | "ownSessions"
  | "ownTokens"
  | "ownProvider"
  | "ownSecondStep"
  | "channels"
  | "notices";

/** Nothing is here: what would be, and the next step. */
export function Empty({ title, next }: { title: TextKey; next: TextKey }) {
  const { t } = useText();
  return (
    <div className="look">
      <strong>{t(title)}</strong>
      <p className="muted">{t(next)}</p>
    </div>
  );
}

/** After this long a reader wonders what the page waits for. */
const SLOW_AFTER_MS = 3_000;

/** The outline of what is loading; after a while also what is waited for. What makes the collector slow stands above every screen. */
export function Skeleton({ rows, what = "page" }: { rows: number; what?: Subject }) {
  const { t } = useText();
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="skeleton" role="status" aria-label={isSlow ? undefined : t("look.loading")}>
      {isSlow && <p className="muted">{t("look.slow", { what: t(`look.what.${what}`) })}</p>}
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} />
      ))}
    </div>
  );
}

/** The collector has no such thing: what may have become of it, and a way on. */
function Gone({ what, failure }: { what: Subject; failure: ApiFailure }) {
  const { t, code } = useText();
  return (
    <div className="look" role="alert">
      <strong>{t("look.gone", { what: t(`look.what.${what}`) })}</strong>
      <p>{code("failure", failure.code)}</p>
      <Link className="button" to="/">
        {t("look.toToday")}
      </Link>
    </div>
  );
}

/** What failed, what still works, and an identifier to copy. */
export function Failed({ what, failure, retry }: { what: Subject; failure: unknown; retry: () => unknown }) {
  const { t, code } = useText();
  const known = failure instanceof ApiFailure ? failure : undefined;
  if (known?.status === 404) return <Gone what={what} failure={known} />;
  const notYours = known?.status === 403;
  const late = isLate(failure) || notYours;
  return (
    <div className={late ? "look" : "look failed"} role="alert">
      <strong>
        {t(notYours ? "people.noEntry" : late ? "look.tooSlow" : "look.failed", { what: t(`look.what.${what}`) })}
      </strong>
      <p>{known ? code("failure", known.code) : t("look.unknownFailure")}</p>
      {!notYours && <p className="muted">{t("look.stillWorks")}</p>}
      {known && <FailureId id={known.id} />}
      <button type="button" className="button" onClick={() => void retry()}>
        {t("look.retry")}
      </button>
    </div>
  );
}

/** Data that no longer moves: kept, with its age. */
export function StaleNote({ at }: { at: number }) {
  const { t } = useText();
  return (
    <p className="stale" role="status">
      <ClockShape />
      <span>
        {t("look.stale")} <Moment at={at} />
      </span>
    </p>
  );
}

/** Says at the top of every screen that nothing arrives by itself any more. */
export function LiveNote() {
  const { live, since } = useLiveState();
  return live ? null : <StaleNote at={since} />;
}

/** A query's loading, failed and stale looks around what shows its data. */
export function Loaded<T>({
  query,
  what,
  rows = 5,
  children,
}: {
  query: UseQueryResult<T>;
  what: Subject;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data === undefined) {
    return query.isError ? (
      <Failed what={what} failure={query.error} retry={query.refetch} />
    ) : (
      <Skeleton rows={rows} what={what} />
    );
  }
  return (
    <>
      {query.isError && <StaleNote at={query.dataUpdatedAt} />}
      {children(query.data)}
    </>
  );
}

/** Says which lists are longer than what is shown of them. */
export function CutNote() {
  const { t } = useText();
  const lists = useCutLists();
  if (lists.length === 0) return null;
  const what = lists.map((list) => t(`look.what.${list}`)).join(t("look.comma"));
  return (
    <p className="stale" role="status">
      {t("look.cut", { what })}
    </p>
  );
}
