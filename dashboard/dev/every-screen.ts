// Every screen and every state of one that looks different: what pictures are taken of, and what tests go through. `test/browser/every-screen.ts` holds
// it against the routes and layers that there are, so that a new one cannot be left out.
import { ROLES, type Role } from "@probewarden/contract/figures";
import type { Page } from "playwright-core";
import { venues } from "./fixture-data.ts";
import { serveRegion } from "./fixture-region.ts";
import { emptyNetworks, manyNetworks, networks } from "./fixture-networks.ts";
import { deafSurvey, emptySurvey, survey } from "./fixture-survey.ts";
import type { FixtureServer, Mode } from "./fixture-server.ts";

/** A screen, and how it is come by. */
export interface ShownScreen {
  path: string;
  /** What the made-up collector shows; at work where nothing is said. */
  mode?: Mode;
  /** Who is signed in, where it is not the demo. */
  person?: string;
  /** What that person may do; everything where nothing is said. */
  roles?: readonly Role[];
  /** Puts something else into the made-up collector. */
  serve?: (server: FixtureServer) => void;
  /** What is pressed on it, by what does not depend on the language. */
  press?: (page: Page) => Promise<void>;
}

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();
const FLOOR = "/venue/venue-demo/floor-b1";
/** As many as a city has. */
const MADE_VENUES = 240;
const region = (server: FixtureServer): void => void serveRegion(server, MADE_VENUES);
const person = "王敏";
const pressFirst = (selector: string) => (page: Page) => page.locator(selector).first().click();
const open = (selector: string) => async (page: Page) => {
  await page.locator(selector).first().click();
  await page.locator("[role=dialog], .calendar").first().waitFor();
};

const beginSecondStep = async (page: Page): Promise<void> => {
  await page.locator("form input[type=password]").fill("a password");
  await page.locator("form .primary").click();
  await page.locator(".qr").waitFor();
};

/** What is on the list and what is not, a suspect among it, the other way round. */
const tick = async (page: Page): Promise<void> => {
  const boxes = page.locator(".network .pick input");
  for (const at of [0, 2, 4]) await boxes.nth(at).click();
  await page.locator(".draft-bar").waitFor();
};

export const EVERY_SCREEN: Readonly<Record<string, ShownScreen>> = {
  today: { path: "/" },
  "today-empty": { path: "/", mode: "empty" },
  "today-calm": { path: "/", mode: "calm" },
  "today-failed": { path: "/", mode: "failed" },
  "today-slow": { path: "/", mode: "slow" },
  "today-fault": {
    path: "/",
    serve: (server) =>
      (server.faults = [{ code: "broker-away", text: "the broker does not answer", facts: { seconds: 120 } }]),
  },
  "today-close": { path: "/", press: open(".rows button") },
  keys: {
    path: "/",
    press: async (page) => {
      await page.locator("main .rows li").first().waitFor();
      await page.keyboard.press("?");
      await page.locator("[role=dialog]").waitFor();
    },
  },
  inbox: { path: "/inbox" },
  "inbox-empty": { path: "/inbox", mode: "empty" },
  "inbox-failed": { path: "/inbox", mode: "failed" },
  "inbox-selected": {
    path: "/inbox",
    press: async (page) => {
      await page.locator(".inbox-line input").first().check();
      await page.locator(".inbox-line button").last().click();
      for (const closed of await page.locator(".inbox details > summary").all()) await closed.click();
    },
  },
  venue: { path: "/venue" },
  "venue-suspect": { path: `${FLOOR}?suspect=suspect-karma` },
  "venue-sensor": { path: `${FLOOR}?sensor=sensor-door-3` },
  "venue-past": { path: `${FLOOR}?at=${hoursAgo(20)}` },
  "venue-exposure": { path: `${FLOOR}?layers=suspects,exposure` },
  "venue-load": { path: `${FLOOR}?layers=load&at=${hoursAgo(20)}` },
  "venue-coverage": { path: `${FLOOR}?layers=coverage` },
  "venue-cameras": { path: `${FLOOR}?layers=cameras` },
  "venue-compared": { path: `${FLOOR}?at=${hoursAgo(20)}&vs=${hoursAgo(44)}` },
  "venue-calendar": { path: FLOOR, press: open(".time-line [aria-haspopup], .time-line [aria-expanded]") },
  "venue-floors": { path: "/venue/venue-demo?floors=all" },
  "venue-place": { path: "/venue/venue-demo?floors=all", press: open(".venue-actions > button:last-of-type") },
  "venue-floors-past": { path: `/venue/venue-demo?floors=all&at=${hoursAgo(20)}` },
  "venue-empty": { path: FLOOR, mode: "empty" },
  "venue-failed": { path: FLOOR, mode: "failed" },
  "venue-no-picture": { path: "/venue/venue-demo/floor-f1" },
  "venue-no-floor": {
    path: "/venue/venue-demo",
    serve: (server) => server.long.set("/api/venues", [{ ...venues[0], floors: [] }]),
  },
  "venue-unknown": { path: "/venue/nowhere" },
  "venue-unknown-floor": { path: "/venue/venue-demo/nowhere" },
  "venue-draw": { path: `${FLOOR}/draw` },
  "venue-walk-begin": { path: "/venue/venue-demo/floor-f1/calibrate" },
  "venue-walk": { path: `${FLOOR}/calibrate` },
  venues: { path: "/venue", serve: region },
  region: { path: "/venue?view=region", serve: region },
  suspect: { path: "/suspects/suspect-karma" },
  "suspect-again": { path: "/suspects/suspect-again" },
  "suspect-many": { path: "/suspects/suspect-beacons" },
  "suspect-unknown": {
    path: "/suspects/suspect-nobody",
    serve: (server) => void server.gone.add("/api/suspects/suspect-nobody"),
  },
  cameras: { path: "/cameras" },
  "cameras-empty": { path: "/cameras", mode: "empty" },
  "camera-one": { path: "/cameras/camera-one" },
  "camera-three": { path: "/cameras/camera-three" },
  "camera-unknown": { path: "/cameras/nobody" },
  sensors: { path: "/sensors" },
  "sensors-empty": { path: "/sensors", mode: "empty" },
  "sensor-deaf": { path: "/sensors/sensor-door-3" },
  "sensor-refused": { path: "/sensors/sensor-food" },
  "sensor-unknown": { path: "/sensors/nobody" },
  "sensor-code": {
    path: "/sensors/sensor-door-3",
    press: async (page) => {
      // The code of its box, and that of another box in its place.
      const parts = page.locator(".detail > .section");
      const last = (await parts.count()) - 1;
      for (const nth of [last - 1, last]) await parts.nth(nth).locator("button").first().click();
      await page.locator(".claim-sign").nth(1).waitFor();
    },
  },
  "sensors-join": {
    path: "/sensors",
    press: async (page) => {
      await page.locator("details > summary").first().click();
      await page.locator("details form .button").first().click();
      await page.locator(".claim-sign").waitFor();
    },
  },
  ladder: { path: "/", person, roles: ["technician"] },
  "ladder-empty": { path: "/ladder", mode: "empty", person },
  "ladder-sensor": {
    path: "/ladder/sensor-door-3",
    person,
    press: async (page) => {
      await page.locator("optgroup option").first().waitFor({ state: "attached" });
      await page.locator(".ladder-one select").last().selectOption({ index: 1 });
      await page.locator(".hearing-now").waitFor();
    },
  },
  "ladder-offline": {
    path: "/ladder",
    person,
    serve: (server) => void server.failing.add("/api/setups/claim"),
    press: async (page) => {
      await page.locator(".ladder form input").fill("k7qm2trx");
      await page.locator(".ladder form .primary").click();
      await page.locator(".queue-note .stale").waitFor();
    },
  },
  "ladder-unknown": { path: "/ladder/nobody", person },
  "print-suspect": { path: "/print/suspect/suspect-karma", person },
  "print-venue": { path: "/print/venue/venue-demo", person },
  "print-day": { path: `/print/day/venue-demo/${new Date().toISOString().slice(0, 10)}`, person },
  "print-hand-over": { path: "/print/hand-over/venue-demo", person },
  fleet: { path: "/fleet" },
  "fleet-told": {
    path: "/fleet",
    press: async (page) => {
      await page.locator(".fleet-item").first().waitFor();
      await page.locator(".tell .button.plain").first().click();
      for (const button of await page.locator(".fleet-item [aria-expanded]").all()) await button.click();
      await page.locator(".tell [aria-expanded]").last().click();
      await page.locator(".told-list").first().waitFor();
    },
  },
  "fleet-plan": {
    path: "/fleet?view=plan",
    press: async (page) => {
      for (const nth of [1, 3]) await page.locator(".plan-mark button").nth(nth).click();
    },
  },
  "fleet-updates": {
    path: "/fleet",
    press: async (page) => {
      await page.locator(".rollout").first().waitFor();
      for (const button of await page.locator(".updates [aria-expanded]").all()) await button.click();
      await page.locator(".rollout-plan").waitFor();
      await page.locator(".rollout-steps").nth(1).waitFor();
    },
  },
  "fleet-empty": { path: "/fleet", mode: "empty" },
  newcomers: { path: "/newcomers" },
  "newcomers-empty": { path: "/newcomers", mode: "empty" },
  survey: { path: "/survey/venue-demo" },
  "survey-empty": { path: "/survey", serve: (server) => (server.survey = emptySurvey) },
  "survey-deaf": { path: "/survey/venue-demo", serve: (server) => (server.survey = deafSurvey) },
  "survey-failed": { path: "/survey/venue-demo", mode: "failed" },
  networks: { path: "/networks/venue-demo" },
  "networks-only-look": { path: "/networks/venue-demo", roles: ["auditor"], person },
  "networks-of-suspect": { path: "/networks/venue-demo?suspect=suspect-karma" },
  "networks-ticked": { path: "/networks/venue-demo", press: tick },
  "networks-review": {
    path: "/networks/venue-demo",
    press: async (page) => {
      await tick(page);
      await page.locator(".draft-bar .primary").click();
      await page.locator("[role=dialog]").waitFor();
    },
  },
  "networks-paste": {
    path: "/networks/venue-demo",
    press: async (page) => {
      await page.locator(".networks [aria-haspopup=dialog]").first().click();
      await page.locator("[role=dialog] textarea").fill("02:00:00:00:00:01, Mall, 6, good");
    },
  },
  "networks-empty": { path: "/networks", serve: (server) => (server.networks = emptyNetworks) },
  "networks-many": { path: "/networks/venue-demo", serve: (server) => (server.networks = manyNetworks) },
  "networks-failed": { path: "/networks/venue-demo", mode: "failed" },
  settings: { path: "/settings", person },
  "settings-failed": { path: "/settings", mode: "failed", person },
  channels: { path: "/settings/channels", person },
  "channels-empty": { path: "/settings/channels", mode: "empty", person },
  "channels-failed": { path: "/settings/channels", mode: "failed", person },
  "channel-failing": {
    path: "/settings/channels/channel-duty",
    person,
    press: async (page) => {
      await page.locator(".detail > .section .button").first().click();
      await page.locator(".detail [role=status]").waitFor();
    },
  },
  "channel-mail": { path: "/settings/channels/channel-mail", person },
  "channel-new": { path: "/settings/channels/new", person },
  account: { path: "/settings/account", person },
  "account-token": {
    path: "/settings/account",
    person,
    press: async (page) => {
      await page.locator(".make-token").click();
      await page.locator(".rights input[required]").first().fill("报表");
      await page.locator(".rights [type=checkbox]").last().check();
      await page.locator(".rights fieldset [type=checkbox]").first().check();
    },
  },
  "account-failed": { path: "/settings/account", mode: "failed", person },
  password: { path: "/settings/password", person },
  people: { path: "/people", person, press: pressFirst(".person > .button") },
  "people-rights": {
    path: "/people",
    person,
    press: async (page) => {
      await page.locator(".person > .button").first().click();
      await page.locator(".managed button").first().click();
      await page.locator(".managed input[type=radio]").last().click();
    },
  },
  audit: { path: "/audit", person, press: pressFirst(".row-of-buttons button") },
  "not-yours": { path: "/", person, roles: ["administrator"] },
  "suspect-auditor": { path: "/suspects/suspect-karma", person, roles: ["auditor"] },
  "sign-in": { path: "/", mode: "signed-out" },
  "sign-in-code": {
    path: "/",
    mode: "signed-out",
    press: async (page) => {
      await page.locator("form input").first().fill("second");
      await page.locator("form input[type=password]").fill("a password");
      await page.locator("form .primary").click();
      await page.locator("[autocomplete=one-time-code]").waitFor();
    },
  },
  "second-step": { path: "/", person, serve: (server) => (server.needsSecondStep = true), press: beginSecondStep },
  "second-step-codes": {
    path: "/",
    person,
    serve: (server) => (server.needsSecondStep = true),
    press: async (page) => {
      await beginSecondStep(page);
      await page.locator("[autocomplete=one-time-code]").fill("123456");
      await page.locator("form .primary").click();
      await page.locator(".recovery-codes").waitFor();
    },
  },
  "first-account": { path: "/first-account", mode: "signed-out" },
  nowhere: { path: "/no-such-page" },
};

/** Goes to a screen and waits until it stands. */
export async function goToScreen(
  page: Page,
  { server, address }: { server: FixtureServer; address: string },
  { path, mode = "full", person: name, roles = ROLES, serve, press }: ShownScreen,
): Promise<void> {
  server.mode = mode;
  server.person = name;
  server.roles = roles;
  server.faults = [];
  server.survey = survey;
  server.networks = networks;
  server.needsSecondStep = false;
  server.long.clear();
  server.gone.clear();
  server.failing.clear();
  serve?.(server);
  await page.goto(address + path);
  await page.locator("main :is(h1, h2, .look, form)").first().waitFor();
  if (mode !== "slow") await page.locator(".skeleton").first().waitFor({ state: "detached" });
  await press?.(page);
}
