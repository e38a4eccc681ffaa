import { useEffect, useRef, type RefObject } from "react";
import { NavigationType, useLocation, useNavigationType } from "react-router";
import { useText } from "../text/text.ts";
import type { TextKey } from "../text/words.ts";

/** The path of the page that was shown until now. */
let shown = "";

/** The same for who draws the next page: where somebody who goes back comes from. */
export const shownPath = (): string => shown;

/**
 * Where the focus and the scroll go when the page changes: forward, to the top of the new content; back, to the row that was left.
 * A browser does both for pages that it loads, but not for those that change within.
 */
export function useArrival(main: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const type = useNavigationType();
  const left = useRef(pathname);
  useEffect(() => {
    shown = pathname;
    if (left.current === pathname) return;
    const from = left.current;
    left.current = pathname;
    if (type === NavigationType.Pop) {
      const row = [...document.querySelectorAll<HTMLAnchorElement>("main [data-row]")].find(
        ({ pathname: to }) => to === from,
      );
      if (row) {
        row.focus({ preventScroll: true });
        // The browser has scrolled to where it was; a row of a long list may stand elsewhere since.
        return row.scrollIntoView({ block: "nearest" });
      }
    } else window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname, type, main]);
}

const PLACE_OF: ReadonlyMap<string, TextKey> = new Map<string, TextKey>(
  Object.entries({
    venue: "nav.venue",
    cameras: "nav.cameras",
    sensors: "nav.sensors",
    settings: "nav.settings",
    suspects: "nav.suspect",
  } as const),
);

/** The title of the tab: the page that is open, and how much waits for a person. */
export function useTitle(waiting: number): void {
  const { t } = useText();
  const { pathname } = useLocation();
  const place = PLACE_OF.get(pathname.split("/")[1] ?? "") ?? "nav.today";
  const title = `${waiting > 0 ? `(${waiting}) ` : ""}${t(place)} · ${t("nav.brand")}`;
  useEffect(() => void (document.title = title), [title]);
}
