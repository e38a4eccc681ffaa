import type { Session } from "@probewarden/contract";
import { may, type Role } from "@probewarden/contract/figures";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link, NavLink, Outlet, useLocation } from "react-router";
import { freshnessOf, freshnessWith } from "../api/collector-state.ts";
import { openLiveStream, useLiveState } from "../api/live-stream.ts";
import { useHealth } from "../api/queries.ts";
import { isOnLadder } from "../screens/routes.ts";
import { countOf } from "../screens/today/needs-person.ts";
import { useNeeds } from "../screens/today/use-needs.ts";
import { chooseLanguage, useText } from "../text/text.ts";
import { StepDialogHost } from "./alert-step/step-dialog.tsx";
import { StepDone } from "./alert-step/step-done.tsx";
import { useArrival, useTitle } from "./arrival.ts";
import { announce, announcementOf, useAnnouncement } from "./announcements.ts";
import { BrokenPage } from "./broken-page.tsx";
import {
  BrandIcon,
  CamerasIcon,
  InboxIcon,
  LadderIcon,
  SensorsIcon,
  SettingsIcon,
  ThemeIcon,
  TodayIcon,
  VenueIcon,
} from "./icons.tsx";
import { Keyboard } from "./keyboard.tsx";
import { CutNote, LiveNote } from "./looks.tsx";
import { Moment } from "./moment.tsx";
import { useSimulated } from "./simulated-note.tsx";
import { nextTheme, storedTheme } from "./theme-choice.ts";

const PLACES = [
  { to: "/", work: "seeEvidence", words: "nav.today", Icon: TodayIcon },
  { to: "/inbox", work: "seeEvidence", words: "inbox.title", Icon: InboxIcon },
  { to: "/venue", work: "seeEvidence", words: "nav.venue", Icon: VenueIcon },
  { to: "/cameras", work: "seeEvidence", words: "nav.cameras", Icon: CamerasIcon },
  { to: "/sensors", work: "anything", words: "nav.sensors", Icon: SensorsIcon },
  { to: "/settings", work: "anything", words: "nav.settings", Icon: SettingsIcon },
] as const;

/** The places of somebody with these roles. */
const placesOf = (roles: readonly Role[]) =>
  PLACES.filter(({ work }) => may(roles, work)).map(({ to, words, Icon }) =>
    to === "/" && isOnLadder(roles)
      ? ({ to: "/ladder", words: "ladder.nav", Icon: LadderIcon } as const)
      : ({ to, words, Icon } as const),
  );

/** Language and light, in the rail or the top bar. */
export function Tools() {
  const { t, language } = useText();
  const [theme, setTheme] = useState(storedTheme);
  return (
    <div className="tools">
      <button
        type="button"
        className="button plain"
        lang={language === "en" ? "zh-CN" : "en"}
        onClick={() => void chooseLanguage(language === "en" ? "zh-CN" : "en")}
      >
        {t("nav.otherLanguage")}
      </button>
      <button type="button" className="button plain" title={t("nav.theme")} onClick={() => setTheme(nextTheme())}>
        <ThemeIcon choice={theme} />
        <span className="visually-hidden">{t("nav.theme")}</span>
        <span className="more">{t(`nav.themes.${theme}`)}</span>
      </button>
    </div>
  );
}

/** One ribbon, always visible: this is a demonstration, or its levels are computed. */
function Ribbon({ demo }: { demo: boolean }) {
  const { t } = useText();
  const simulated = useSimulated();
  if (!demo && !simulated) return null;
  return (
    <p className="ribbon">
      {demo && t("ribbon.demo")}
      {demo && simulated && " · "}
      {simulated && t("ribbon.simulated")}
    </p>
  );
}

function LiveWord() {
  const { t } = useText();
  const { live, since } = useLiveState();
  const freshness = freshnessOf(useHealth().data?.faults ?? []);
  // The page may be in touch with the collector; what it shows is not fresh while the collector itself is cut off.
  if (live && freshness === "stale") return <p className="rail-foot small suspected">{t("nav.fault")}</p>;
  if (live && freshness === "late") return <p className="rail-foot small muted">{t("nav.slow")}</p>;
  return (
    <p className="rail-foot small muted">
      {live ? t("nav.live") : t("nav.notLive")} {!live && <Moment at={since} as="clock" />}
    </p>
  );
}

/** What is wrong with the collector itself, above every screen but Today, whose list begins with it. */
function FaultNote() {
  const { problem } = useText();
  return useHealth().data?.faults.map((fault) => (
    <p key={fault.code} className="stale" role={freshnessWith(fault.code) === "stale" ? "alert" : "status"}>
      {problem("collectorProblem", fault)}
    </p>
  ));
}

/** The frame around every screen: ribbon, places, live region, keys. */
export function Layout({ session }: { session: Session }) {
  const words = useText();
  const { t } = words;
  const client = useQueryClient();
  const waiting = countOf(useNeeds());
  const { live } = useLiveState();
  const simulated = useSimulated();
  const announced = useAnnouncement();
  const { pathname } = useLocation();
  const flush = pathname.startsWith("/venue");
  const main = useRef<HTMLElement>(null);
  const roles = session.roles ?? [];
  useArrival(main);
  useTitle(waiting);

  useEffect(() => openLiveStream(client, announce), [client]);

  return (
    <div className={`shell${session.demo || simulated ? " with-ribbon" : ""}`}>
      <a className="skip" href="#content">
        {t("nav.skip")}
      </a>
      <Ribbon demo={session.demo} />
      <header className="topbar">
        <Link to="/" className="brand">
          <BrandIcon /> {t("nav.brand")} <span className="more">{t("nav.brandMore")}</span>
        </Link>
        <nav className="places" aria-label={t("nav.label")}>
          {placesOf(roles).map(({ to, words, Icon }) => (
            <NavLink
              key={to}
              to={to}
              end={to === "/"}
              className={to === "/inbox" && !may(roles, "handleAlerts") ? "wide-only" : ""}
            >
              <Icon />
              {t(words)}
              {to === "/" && waiting > 0 && (
                <span className="count" aria-label={t("nav.waiting", { n: waiting })}>
                  {waiting}
                </span>
              )}
            </NavLink>
          ))}
        </nav>
        <Tools />
        <LiveWord />
      </header>
      <main
        id="content"
        ref={main}
        tabIndex={-1}
        className={["content", flush && "flush", !live && "no-news"].filter(Boolean).join(" ")}
      >
        <LiveNote />
        <CutNote />
        {pathname !== "/" && <FaultNote />}
        <BrokenPage key={pathname.split("/")[1]}>
          <Outlet />
        </BrokenPage>
      </main>
      <div className="visually-hidden" aria-live="polite">
        {announced && announcementOf(announced, words)}
      </div>
      <StepDone />
      <StepDialogHost />
      <Keyboard />
    </div>
  );
}
