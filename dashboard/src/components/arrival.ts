import { useEffect, useRef, type RefObject } from "react";
import { NavigationType, useLocation, useNavigationType } from "react-router";
import { routeAt, type ScreenName } from "../screens/routes.ts";
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

/** What the tab calls each screen. */
const TITLE_OF: Readonly<Record<ScreenName, TextKey>> = {
  today: "nav.today",
  inbox: "inbox.title",
  venue: "nav.venue",
  draw: "nav.venue",
  walk: "nav.venue",
  suspect: "nav.suspect",
  cameras: "nav.cameras",
  sensors: "nav.sensors",
  ladder: "ladder.title",
  print: "print.open",
  newcomers: "newcomers.title",
  survey: "survey.title",
  networks: "networks.title",
  fleet: "fleet.title",
  settings: "nav.settings",
  channels: "channels.title",
  account: "own.title",
  password: "password.title",
  audit: "audit.title",
  people: "people.title",
};

/** The title of the tab: the page that is open, and how much waits for a person. */
export function useTitle(waiting: number): void {
  const { t } = useText();
  const { pathname } = useLocation();
  const place = TITLE_OF[routeAt(pathname)?.[1] ?? "today"];
  const title = `${waiting > 0 ? `(${waiting}) ` : ""}${t(place)} · ${t("nav.brand")}`;
  useEffect(() => void (document.title = title), [title]);
}
