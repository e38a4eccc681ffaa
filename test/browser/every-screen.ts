import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { EVERY_SCREEN, goToScreen } from "../../dashboard/dev/every-screen.ts";
import { cameras } from "../../dashboard/dev/fixture-cameras.ts";
import { sensors, venues } from "../../dashboard/dev/fixture-data.ts";
import { fleet } from "../../dashboard/dev/fixture-fleet.ts";
import { collectors } from "../../dashboard/dev/fixture-own.ts";
import { FixtureServer, MODES } from "../../dashboard/dev/fixture-server.ts";
import { routeAt, ROUTES } from "../../dashboard/src/screens/routes.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { foreignWords } from "./foreign-words.ts";
import { launched } from "./launched.ts";

/** Names that the operator typed, of interfaces and folders, and codes of a sensor that is newer than these screens. */
const NAMES = [
  ...[...venues, ...sensors, ...collectors].map(({ name }) => name),
  // A sensor without a name is called by its id.
  ...fleet.map(({ sensorId }) => sensorId),
  // What cameras call themselves.
  ...cameras.flatMap(({ finding: { name = "", hardware = "" } }) => [name, hardware]).filter((name) => name !== ""),
  "wlan1",
  "/var/lib/probewarden",
  "unheard-of-code",
  "unheard-of-fact",
];
/** A language and a width in which every screen is looked at. */
export type Look = readonly [locale: "zh-CN" | "en", width: number];

/** `PW_ALL_LOOKS=1`: every screen in every look, as when sheets or words changed throughout. Without it each is looked at once: that takes five seconds of a browser. */
const isAll = process.env["PW_ALL_LOOKS"] !== undefined;

/** The look, and another one for who asks for all of them. */
export const looks = (look: Look, other: Look): readonly Look[] => (isAll ? [look, other] : [look]);

/** Every second screen, from the first or the second on; all of them for who asks for all. */
export const screensFrom = (first: 0 | 1): string[] =>
  Object.keys(EVERY_SCREEN).filter((_, at) => isAll || at % 2 === first);

/** The lights in which a screen is looked at: one of them each, by turns; both for who asks for all. */
const lightsOf = (index: number): ["light" | "dark", ...("light" | "dark")[]] =>
  isAll ? ["light", "dark"] : [index % 2 === 0 ? "light" : "dark"];

/** What 1280 px are at 200 % (WCAG 2.2, 1.4.4), in CSS pixels. */
const ZOOMED = { width: 640, height: 400 };

const addresses = Object.values(EVERY_SCREEN).map(({ path }) => new URL(path, "http://localhost"));

/** Tests of what there is to look at. */
export function testThatNothingIsLeftOut(): void {
  test("every route has its screen among those that are looked at, and every state of the made-up collector", () => {
    const routes = new Set(addresses.map(({ pathname }) => routeAt(pathname)?.[0]));
    expect(ROUTES.map(([path]) => path).filter((path) => !routes.has(path))).toEqual([]);
    const modes = new Set(Object.values(EVERY_SCREEN).map(({ mode = "full" }) => mode));
    expect(MODES.filter((mode) => !modes.has(mode))).toEqual([]);
  });
}

/** Tests of these screens in these looks. */
export function testEveryScreen(looked: readonly Look[], names: readonly string[]): void {
  describe.skipIf(missing(CHROMIUM))("every screen (needs chromium)", () => {
    let browser: Browser;
    let server: FixtureServer;
    let address: string;
    let port = 0;
    let page: Page;
    beforeAll(async () => {
      browser = await launched();
    });
    afterAll(async () => await browser?.close());
    afterEach(async () => {
      await page.evaluate(() => localStorage.clear());
      await server.stop();
    });
    /** A made-up collector of its own for each screen, at one address: what the browser has loaded it need not load again. */
    const serve = async (): Promise<void> => {
      server = new FixtureServer();
      address = await server.start(port);
      port = Number(new URL(address).port);
    };

    test("every layer that can be switched on has its screen among them", async () => {
      await serve();
      page = await browser.newPage({ locale: "zh-CN" });
      await goToScreen(page, { server, address }, EVERY_SCREEN["venue"]!);
      for (const box of await page.locator(".layer-choice input").all()) await box.setChecked(true);
      await expect.poll(() => new URL(page.url()).searchParams.get("layers")?.split(",").length).toBeGreaterThan(4);
      const all = new URL(page.url()).searchParams.get("layers")!.split(",");
      const shown = new Set([
        "suspects",
        ...addresses.flatMap((url) => url.searchParams.get("layers")?.split(",") ?? []),
      ]);
      expect(all.filter((layer) => !shown.has(layer))).toEqual([]);
    });

    describe.each(looked)("%s, %i px", (locale, width) => {
      // One page goes from screen to screen: in a new one each, loading the scripts anew was half of the work.
      beforeAll(async () => {
        const viewport = { width, height: 800 };
        page = await browser.newPage({ viewport, locale, reducedMotion: "reduce" });
      });
      afterAll(async () => await page?.close());

      test.each(names.map((name, index) => [name, lightsOf(index)] as const))(
        "%s has no serious accessibility fault in %j, no foreign word, no motion, and does not scroll sideways, at 200 %% neither",
        async (name, [light, ...others]) => {
          await serve();
          await page.emulateMedia({ colorScheme: light });
          await goToScreen(page, { server, address }, EVERY_SCREEN[name]!);
          expect(await seriousFaults(page)).toEqual([]);
          for (const other of others) {
            await page.emulateMedia({ colorScheme: other });
            // The light changes nothing but colours.
            expect(await seriousFaults(page, ["color-contrast"])).toEqual([]);
          }
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
          // Who asked for less motion is shown none.
          expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
          if (locale === "zh-CN") {
            expect(await foreignWords(page, NAMES)).toEqual([]);
            const text = await page.locator("body").innerText();
            expect(!text.includes("dBm") || text.includes("信号强度为模拟值")).toBe(true);
          }
          await page.setViewportSize(ZOOMED);
          await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
          await page.setViewportSize({ width, height: 800 });
        },
      );
    });
  });
}
