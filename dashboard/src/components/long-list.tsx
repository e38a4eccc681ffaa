import { useEffect, useRef, type ReactNode } from "react";
import type { LiveList } from "../api/live-rows.ts";
import { useMore } from "../api/use-more.ts";
import { useText } from "../text/text.ts";
import { FormFailure } from "./form-failure.tsx";
import { VirtualRows } from "./virtual-rows.tsx";

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
 * A list that may be long: those of its rows are drawn that are seen, and pages that the collector has not given yet are asked for when its end
 * comes into sight or the button is pressed. Rows do not change places under the pointer.
 * @param isSearched only some of the rows are shown: pages are asked for by the button alone, and it is said that only loaded rows were searched
 * @param href where a row leads, for who comes back from there
 */
export function LongList<T>({ list, ...props }: { list: LiveList } & Omit<Parameters<typeof PagedList<T>>[0], "more">) {
  return <PagedList {...props} more={useMore(list)} />;
}

/** The same of rows whose pages are asked for by `more`. */
export function PagedList<T>({
  more: { hasMore, isFull, load },
  rows,
  id,
  href,
  isSearched = false,
  children,
}: {
  more: Pick<ReturnType<typeof useMore>, "hasMore" | "isFull" | "load">;
  rows: readonly T[];
  id: (row: T) => string;
  href?: (row: T) => string;
  isSearched?: boolean;
  children: (row: T) => ReactNode;
}) {
  const { t } = useText();
  const more = (): void => {
    if (hasMore && !load.isPending) load.mutate();
  };
  const end = useReached(more, hasMore && !isSearched && !load.isError && !load.isPending, rows.length);
  return (
    <div className="long-list">
      <VirtualRows rows={rows} id={id} href={href}>
        {children}
      </VirtualRows>
      {hasMore && (
        <div className="list-end" ref={end}>
          {isSearched && <p className="muted small">{t("look.searchedLoaded")}</p>}
          {load.error && <FormFailure failure={load.error} />}
          <button className="button" type="button" disabled={load.isPending} onClick={more}>
            {t(load.isPending ? "look.loading" : "look.more")}
          </button>
        </div>
      )}
      {isFull && <p className="muted small list-end">{t("look.full")}</p>}
    </div>
  );
}
