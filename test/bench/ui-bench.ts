// `npm run bench:ui`: how the screens feel, as one table, ours and the limit beside it. Times are of a real Chromium and of the wall: they say
// something on a machine that has little else to do. Needs a built dashboard and Chromium. `npm run bench:ui -- NAME…` measures some of it.
import { chromium, type Browser, type Page } from "playwright-core";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM } from "../road/needs.ts";
import type { Row } from "./bench.ts";
import { benchDay } from "./day-bench.ts";
import { firstLoad } from "./first-load.ts";
import { benchInbox } from "./inbox-bench.ts";
import { framesWhile, medianOf } from "./page-frames.ts";
import { benchPlace } from "./place-bench.ts";
import { printRows } from "./print-rows.ts";
import { largeVenue, timelinesOf } from "./ui-fixtures.ts";
import { UnwatchedPage } from "./unwatched-page.ts";

const ROUNDS = 3;
/** How much slower the processor is made, as a cheap phone or an old office machine is. */
const SLOW = 4;
/** So long the plan is dragged, or played, while frames are counted. */
const WATCHED_MS = 3_000;
const PLAN = "/venue/venue-demo/floor-b1";
const SIZE = { width: 1_280, height: 800 };

const perSecond = (value: number): string => `${value.toFixed(0)} /s`;
const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;

/** A made-up collector with so many suspects. */
async function serve(suspects: number): Promise<{ server: FixtureServer; address: string }> {
  const server = new FixtureServer();
  const venue = largeVenue(suspects);
  server.long.set("/api/sensors", venue.sensors);
  server.long.set("/api/suspects", venue.suspects);
  server.long.set("/api/venues/venue-demo/time/suspects", timelinesOf(venue.suspects));
  return { server, address: await server.start() };
}

/** A page of Playwright's on such a collector, which can be pressed and dragged, on a processor that is slower by `slow`. */
async function open(
  browser: Browser,
  slow: number,
): Promise<{ page: Page; address: string; close: () => Promise<void> }> {
  const { server, address } = await serve(500);
  const page = await browser.newPage({ viewport: SIZE, locale: "zh-CN" });
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slow });
  return {
    page,
    address,
    close: async () => {
      await page.close();
      await server.stop();
    },
  };
}

/**
 * Kept for the measurement, which asks the page for little while it opens: when the first row of any list was there, and when the plan with its
 * list was and had answered a press with a frame.
 */
function noteSeen(): void {
  const seen = { firstRow: 0, answered: 0, isPressed: false };
  Object.assign(globalThis, { seen });
  new MutationObserver(() => {
    if (seen.firstRow === 0 && document.querySelector('main a[href^="/suspects/"]') !== null)
      requestAnimationFrame(() => (seen.firstRow ||= performance.now()));
    if (
      seen.isPressed ||
      document.querySelector(".venue-list .rows a") === null ||
      document.querySelectorAll(".plan-mark").length <= 20
    )
      return;
    seen.isPressed = true;
    document.querySelector<HTMLElement>(".leaflet-control-zoom-in")?.click();
    requestAnimationFrame(() => requestAnimationFrame(() => (seen.answered = performance.now())));
  }).observe(document, { childList: true, subtree: true });
}

/** Opens a page as people have it, does with it what is to be measured, and closes it. */
async function unwatched<T>(
  browser: Browser,
  { suspects, slow }: { suspects: number; slow: number },
  measured: (page: UnwatchedPage, address: string) => Promise<T>,
): Promise<T> {
  const { server, address } = await serve(suspects);
  const page = await UnwatchedPage.open(browser, SIZE);
  await page.addInitScript(noteSeen);
  await page.send("Emulation.setCPUThrottlingRate", { rate: slow });
  const value = await measured(page, address);
  await page.close();
  await server.stop();
  return value;
}

/** From the first octet asked for until the plan and the list are there and a click is answered by a frame. */
const interactiveMs = (browser: Browser, slow: number): Promise<{ wall: number; processor: number }> =>
  unwatched(browser, { suspects: 500, slow }, async (page, address) => {
    await page.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.send("Page.navigate", { url: address + PLAN });
    await page.until("globalThis.seen?.answered > 0");
    const { metrics } = (await page.send("Performance.getMetrics")) as { metrics: { name: string; value: number }[] };
    const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
    return { wall: await page.evaluate("seen.answered"), processor: seconds * 1_000 };
  });

/** Drags the plan to and fro. */
async function pan(page: Page): Promise<void> {
  const box = await page.locator(".plan-map").boundingBox();
  if (box === null) throw new Error("there is no plan");
  const middle = { x: box.x + box.width / 2, y: box.y + 20 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  const end = performance.now() + WATCHED_MS;
  for (let step = 0; performance.now() < end; step += 1) {
    await page.mouse.move(middle.x + 60 * Math.sin(step / 9), middle.y + 8 + 8 * Math.cos(step / 9));
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
  await page.mouse.up();
}

async function play(page: Page): Promise<void> {
  await page.getByRole("button", { name: "播放", exact: true }).click();
  await page.waitForTimeout(WATCHED_MS);
  await page.getByRole("button", { name: "暂停" }).click();
}

/** Frames a second of the plan with 20 sensors and 500 suspects, dragged and played. */
async function benchFrames(browser: Browser, slow: number): Promise<{ pan: number; play: number }> {
  const { page, address, close } = await open(browser, slow);
  await page.goto(address + PLAN);
  await page.locator(".time-strip .run").first().waitFor();
  await page.waitForTimeout(1_000);
  const panned = await framesWhile(page, () => pan(page));
  await page.goto(`${address}${PLAN}?at=${new Date(Date.now() - 40 * 3_600_000).toISOString()}`);
  await page.locator(".time-strip .run").first().waitFor();
  await page.waitForTimeout(1_000);
  const played = await framesWhile(page, () => play(page));
  await close();
  return { pan: panned, play: played };
}

/** From the answer that holds the first suspects until the first row is drawn, of 2,000. */
const firstRowMs = (browser: Browser): Promise<{ afterAnswer: number; fromStart: number }> =>
  unwatched(browser, { suspects: 2_000, slow: 1 }, async (page, address) => {
    await page.send("Page.navigate", { url: address });
    await page.until("globalThis.seen?.firstRow > 0");
    const fromStart = await page.evaluate<number>("seen.firstRow");
    const answered = await page.evaluate<number>(
      `performance.getEntriesByType("resource").find(({ name }) => new URL(name).pathname === "/api/suspects").responseEnd`,
    );
    return { afterAnswer: fromStart - answered, fromStart };
  });

/** A telephone network as bad as is tested for: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const BAD_NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };

/** From when Today is asked for until something of it is painted, over a bad network and on a slow processor, with nothing kept from before. */
const firstPaintMs = (browser: Browser): Promise<number> =>
  unwatched(browser, { suspects: 500, slow: SLOW }, async (page, address) => {
    await page.send("Network.enable");
    await page.send("Network.emulateNetworkConditions", BAD_NETWORK);
    await page.send("Page.navigate", { url: address });
    const painted = `performance.getEntriesByName("first-contentful-paint")`;
    await page.until(`${painted}.length > 0`);
    return page.evaluate(`${painted}[0].startTime`);
  });

async function rounds<T>(measure: () => Promise<T>): Promise<T[]> {
  const measured: T[] = [];
  for (let round = 0; round < ROUNDS; round += 1) measured.push(await measure());
  return measured;
}

async function benchScreens(): Promise<Row[]> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--accept-lang=zh-CN"] });
  try {
    const interactive = await rounds(() => interactiveMs(browser, SLOW));
    const cost = await rounds(() => interactiveMs(browser, 1));
    const frames = await rounds(() => benchFrames(browser, 1));
    const slow = await rounds(() => benchFrames(browser, SLOW));
    const rows = await rounds(() => firstRowMs(browser));
    const paints = await rounds(() => firstPaintMs(browser));
    const venue = "venue with 20 sensors and 500 suspects";
    return [
      {
        what: `${venue}: interactive, processor ${SLOW} × slower`,
        ours: milliseconds(medianOf(interactive.map((one) => one.wall))),
        limit: "≤ 2000 ms",
      },
      {
        what: `${venue}: processor time of the page until then, not slowed down`,
        ours: milliseconds(medianOf(cost.map((one) => one.processor))),
        limit: "told",
      },
      {
        what: `${venue}: frames while it is dragged`,
        ours: perSecond(medianOf(frames.map((one) => one.pan))),
        limit: "≥ 50 /s",
      },
      {
        what: `${venue}: frames while two days play`,
        ours: perSecond(medianOf(frames.map((one) => one.play))),
        limit: "≥ 30 /s",
      },
      {
        what: `${venue}: dragged, processor ${SLOW} × slower`,
        ours: perSecond(medianOf(slow.map((one) => one.pan))),
        limit: "told",
      },
      {
        what: `${venue}: played, processor ${SLOW} × slower`,
        ours: perSecond(medianOf(slow.map((one) => one.play))),
        limit: "told",
      },
      {
        what: `Today: first paint at 1.6 Mbit/s and 150 ms, processor ${SLOW} × slower`,
        ours: milliseconds(medianOf(paints)),
        limit: "≤ 1500 ms",
      },
      {
        what: "list of 2,000 suspects: first row after its answer",
        ours: milliseconds(medianOf(rows.map((one) => one.afterAnswer))),
        limit: "≤ 300 ms",
      },
      {
        what: "list of 2,000 suspects: first row after the page was asked for",
        ours: milliseconds(medianOf(rows.map((one) => one.fromStart))),
        limit: "told",
      },
    ];
  } finally {
    await browser.close();
  }
}

/** What is measured together, by the name that asks for it alone. */
const GROUPS: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  load: () => [firstLoad()],
  screens: benchScreens,
  inbox: benchInbox,
  day: benchDay,
  place: () => [benchPlace()],
};
await printRows(GROUPS, process.argv.slice(2));
