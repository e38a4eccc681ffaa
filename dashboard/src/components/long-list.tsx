import { useEffect, useRef, useState, type ReactNode } from "react";
import type { LiveList } from "../api/live-rows.ts";
import { useMore } from "../api/use-more.ts";
import { useText } from "../text/text.ts";
import { FormFailure } from "./form-failure.tsx";
import { useSteadyOrder } from "./steady-order.ts";

/** Rows that are drawn at first, and each time that the end comes into sight. */
const STEP = 100;
/** Pixels below the window in which the end counts as in sight, so that somebody who scrolls does not wait. */
const AHEAD = "600px";

/** Calls `reach` when the element comes into sight, and again when it is still there after a change of `key`. */
function useReached(reach: () => void, isOn: boolean, key: unknown) {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(reach);
  useEffect(() => {
    latest.current = reach;
  });
  useEffect(() => {
    if (!isOn || element.current === null) return;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: AHEAD },
    );
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [isOn, key]);
  return element;
}

/**
 * A list that may be long: a hundred rows are drawn, and more when its end comes into sight or the button is pressed; pages that the collector
 * has not given yet are asked for then. Rows do not change places under the pointer.
 * @param isSearched only some of the rows are shown: pages are asked for by the button alone, and it is said that only loaded rows were searched
 */
export function LongList<T>({
  list,
  rows,
  id,
  isSearched = false,
  className = "rows",
  children,
}: {
  list: LiveList;
  rows: readonly T[];
  id: (row: T) => string;
  isSearched?: boolean;
  className?: string;
  children: (row: T) => ReactNode;
}) {
  const { t } = useText();
  const { hasMore, isFull, load } = useMore(list);
  const [most, setMost] = useState(STEP);
  const steady = useSteadyOrder(rows, id);
  const isCut = rows.length > most;
  const more = (): void => {
    setMost((shown) => Math.max(shown, Math.min(shown, rows.length) + STEP));
    if (!isCut && hasMore && !load.isPending) load.mutate();
  };
  const asksItself = hasMore && !isSearched && !load.isError && !load.isPending;
  const end = useReached(more, isCut || asksItself, `${most} ${rows.length}`);
  return (
    <div className="long-list">
      <ul className={className} {...steady.hold}>
        {steady.rows.slice(0, most).map(children)}
      </ul>
      {(isCut || hasMore) && (
        <div className="list-end" ref={end}>
          {isSearched && hasMore && <p className="muted small">{t("look.searchedLoaded")}</p>}
          {load.error && <FormFailure failure={load.error} />}
          <button className="button" type="button" disabled={load.isPending} onClick={more}>
            {t(load.isPending ? "look.loading" : "look.more")}
          </button>
        </div>
      )}
      {isFull && !isCut && <p className="muted small list-end">{t("look.full")}</p>}
    </div>
  );
}
