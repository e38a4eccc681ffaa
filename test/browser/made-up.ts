import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { launched } from "./launched.ts";

/** A made-up collector, and a page that looks at it. */
export interface MadeUp {
  server: FixtureServer;
  address: string;
  page: Page;
  /** Ends the collector, and what the page has kept. */
  end: () => Promise<void>;
}

interface Kept {
  browser: Browser;
  page: Page;
  /** Of the made-up collectors, one after another: what the browser has loaded and compiled of an address it has for the next one. */
  port: number;
}

const USUAL = { viewport: { width: 1280, height: 800 }, locale: "zh-CN", reducedMotion: "reduce" } as const;
/** What a page can be told later; all else is settled as it is made. */
const CAN_CHANGE = new Set(["viewport", "reducedMotion", "colorScheme"]);
const HEARD = ["console", "dialog", "download", "pageerror", "request", "response"] as const;
/** Of this process, whose files are tested one after another (project `screens` in `vitest.config.ts`); the browser ends with it. */
let kept: Promise<Kept> | undefined;

async function keep(): Promise<Kept> {
  const browser = await launched();
  return { browser, page: await browser.newPage(USUAL), port: 0 };
}

/**
 * A made-up collector of its own for a test, and a page. The page is the same from test to test and file to file, empty of what the one before
 * left: in a new one, loading the scripts anew is two thirds of the work of a test. `options` that a page cannot be told later, and `isNew`
 * for scripts that are put into it before all others and for a clock that is set, make it a new one.
 */
export async function madeUp(
  server = new FixtureServer(),
  options: BrowserContextOptions = {},
  isNew = false,
): Promise<MadeUp> {
  const all = (kept ??= keep());
  const { browser, page: usual, port } = await all;
  const address = await server.start(port);
  (await all).port = Number(new URL(address).port);
  const wanted = { ...USUAL, ...options };
  if (isNew || Object.keys(options).some((option) => !CAN_CHANGE.has(option))) {
    const page = await browser.newPage(wanted);
    const end = async (): Promise<void> => {
      await page.close();
      await server.stop();
    };
    return { server, address, page, end };
  }
  await usual.setViewportSize(wanted.viewport ?? USUAL.viewport);
  await usual.emulateMedia({
    media: null,
    reducedMotion: wanted.reducedMotion,
    colorScheme: options.colorScheme ?? "light",
  });
  return { server, address, page: usual, end: () => leave(usual, server) };
}

/** From the next load on, in a page that stands at a collector's address; it begins in Chinese. */
export const speakEnglish = (page: Page): Promise<void> =>
  page.evaluate(() => localStorage.setItem("probewarden.language", "en"));

/** Takes back whatever a test did to the page. */
async function leave(page: Page, server: FixtureServer): Promise<void> {
  for (const event of HEARD) page.removeAllListeners(event);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.context().setOffline(false);
  await page.context().clearCookies();
  await page.mouse.move(0, 0);
  if (page.url().startsWith("http"))
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
  await page.goto("about:blank");
  await server.stop();
}
