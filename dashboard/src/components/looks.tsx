import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiFailure } from "../api/client.ts";
import { useLiveState } from "../api/live-stream.ts";
import { useCutLists } from "../api/use-more.ts";
import { useText } from "../text/text.ts";
import type { TextKey } from "../text/words.ts";
import { FailureId } from "./failure-id.tsx";
import { ClockShape } from "./marks.tsx";
import { Moment } from "./moment.tsx";

/** What a failed or empty view was about: its words stand under `look` in the texts. */
export type Subject =
  | "session"
  | "venues"
  | "alerts"
  | "suspects"
  | "suspect"
  | "levels"
  | "cameras"
  | "sensors"
  | "residents"
  | "webhook";

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

/** The outline of what is loading. */
export function Skeleton({ rows }: { rows: number }) {
  const { t } = useText();
  return (
    <div className="skeleton" role="status" aria-label={t("look.loading")}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} />
      ))}
    </div>
  );
}

/** What failed, what still works, and an identifier to copy. */
export function Failed({ what, failure, retry }: { what: Subject; failure: unknown; retry: () => unknown }) {
  const { t, code } = useText();
  const known = failure instanceof ApiFailure ? failure : undefined;
  return (
    <div className="look failed" role="alert">
      <strong>{t("look.failed", { what: t(`look.what.${what}`) })}</strong>
      <p>{known ? code("failure", known.code) : t("look.unknownFailure")}</p>
      <p className="muted">{t("look.stillWorks")}</p>
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
      {t("look.stale")} <Moment at={at} />
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
      <Skeleton rows={rows} />
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
