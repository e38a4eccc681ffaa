import { chromium, type Browser, type CDPSession, type Page } from "playwright-core";
import type { Alert } from "@probewarden/contract";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM } from "../road/needs.ts";
import type { Row } from "./bench.ts";
import { framesWhile, medianOf } from "./page-frames.ts";
import { largeVenue } from "./ui-fixtures.ts";

const ALERTS = 5_000;
const SUSPECTS = 500;
const ROUNDS = 3;
/** So long somebody scrolls while frames are counted, and how far with each turn of the wheel. */
const WATCHED_MS = 3_000;
const TURN_PX = 120;
const TURN_EVERY_MS = 16;

/** Alerts that are a line each: no two of one box, none of a kind, none close enough together to be a flood. */
function manyAlerts(): Alert[] {
  const now = Date.now();
  return Array.from({ length: ALERTS }, (_, at): Alert => {
    const openedAt = new Date(now - at * 1_800_000).toISOString();
    return {
      alertId: `alert-${at}`,
      venueId: "venue-demo",
      suspectId: `suspect-${at}`,
      suspicion: (["probe-box", "impostor", "disruption"] as const)[at % 3] ?? "probe-box",
      band: at % 5 === 0 ? "strong" : "suspected",
      state: "open",
      stage: at % 2 === 0 ? "new" : "acknowledged",
      revision: 1,
      openedAt,
      raisedAt: openedAt,
      changedAt: openedAt,
      delivery: "sent",
    };
  });
}

async function open(
  browser: Browser,
): Promise<{ page: Page; session: CDPSession; bootMs: number; close: () => Promise<void> }> {
  const server = new FixtureServer();
  const { sensors, suspects } = largeVenue(SUSPECTS);
  server.long.set("/api/sensors", sensors);
  server.long.set("/api/suspects", suspects);
  server.long.set("/api/alerts", manyAlerts());
  const address = await server.start();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "zh-CN" });
  await page.addInitScript(() => {
    const seen = { firstRow: 0 };
    Object.assign(globalThis, { seen });
    new MutationObserver(() => {
      if (seen.firstRow === 0 && document.querySelector(".inbox .long-list .rows > li") !== null)
        requestAnimationFrame(() => (seen.firstRow ||= performance.now()));
    }).observe(document, { childList: true, subtree: true });
  });
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(`${address}/inbox`);
  await page.waitForFunction(() => (globalThis as unknown as { seen: { firstRow: number } }).seen.firstRow > 0);
  return {
    page,
    session,
    bootMs: await workedMs(session),
    close: async () => {
      await page.close();
      await server.stop();
    },
  };
}

/** From the answer that holds the first alerts of the inbox until the first row is drawn. */
const firstRowMs = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { firstRow } = (globalThis as unknown as { seen: { firstRow: number } }).seen;
    const [answer] = performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.includes("/api/alerts?") && name.includes("view=")) as PerformanceResourceTiming[];
    return firstRow - (answer?.responseEnd ?? 0);
  });

/** Loads every page, as somebody does who goes to the end again and again. */
async function loadAll(page: Page): Promise<void> {
  await page.mouse.move(700, 500);
  for (let loaded = 0; loaded < ALERTS;) {
    await page.mouse.wheel(0, 1_000_000);
    await page.waitForTimeout(100);
    loaded = Number(await page.locator(".inbox .long-list .rows > li").first().getAttribute("aria-setsize"));
  }
  await page.mouse.wheel(0, -1_000_000);
  await page.waitForTimeout(500);
}

/** What the page's own thread has worked so far, in milliseconds: others on the machine do not make it more. */
async function workedMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
}

async function scroll(page: Page): Promise<void> {
  const end = performance.now() + WATCHED_MS;
  while (performance.now() < end) {
    await page.mouse.wheel(0, TURN_PX);
    await new Promise((resolve) => setTimeout(resolve, TURN_EVERY_MS));
  }
}

/** The inbox with 5,000 alerts: how soon its first row is there, and how smoothly it scrolls with all of them loaded. */
export async function benchInbox(): Promise<Row[]> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const [rows, boots, frames, work]: [number[], number[], number[], number[]] = [[], [], [], []];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { page, session, bootMs, close } = await open(browser);
      boots.push(bootMs);
      rows.push(await firstRowMs(page));
      await loadAll(page);
      const [before, began] = [await workedMs(session), performance.now()];
      const each = await framesWhile(page, () => scroll(page));
      frames.push(each);
      const drawn = (each * (performance.now() - began)) / 1_000;
      work.push(((await workedMs(session)) - before) / drawn);
      await close();
    }
  } finally {
    await browser.close();
  }
  const what = "inbox with 5,000 alerts";
  return [
    { what: `${what}: first row after its answer`, ours: `${medianOf(rows).toFixed(0)} ms`, limit: "< 300 ms" },
    {
      what: `${what}: processor time of the page from its address to that row`,
      ours: `${medianOf(boots).toFixed(0)} ms`,
      limit: "told",
    },
    {
      what: `${what}: frames while it is scrolled, all loaded`,
      ours: `${medianOf(frames).toFixed(0)} /s`,
      limit: "≥ 50 /s",
    },
    {
      what: `${what}: processor time of the page for one such frame`,
      ours: `${medianOf(work).toFixed(1)} ms`,
      limit: "told",
    },
  ];
}
