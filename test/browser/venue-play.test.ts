import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { largeVenue, timelinesOf } from "../bench/ui-fixtures.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { madeUp, type MadeUp } from "./made-up.ts";

const HOUR_MS = 3_600_000;
const STEP_MS = 300_000;
/** Words beside the plan follow it every thirty steps; a frame alone makes no work for React. */
const WORDS_EVERY_STEPS = 30;

interface Counts {
  /** Times that React changed the page. */
  commits: number;
  /** Moments that the slider stood at. */
  moments: Set<string>;
  /** Marks that were put in, moved or taken away. */
  marks: number;
}

describe.skipIf(missing(CHROMIUM))("a venue's plan that plays (needs chromium)", () => {
  let server: FixtureServer;
  let address: string;
  let page: Page;
  let end: MadeUp["end"];
  beforeEach(async () => {
    server = new FixtureServer("full");
    const venue = largeVenue(500);
    server.long.set("/api/sensors", venue.sensors);
    server.long.set("/api/suspects", venue.suspects);
    server.long.set("/api/venues/venue-demo/time/suspects", timelinesOf(venue.suspects));
    ({ address, page, end } = await madeUp(server, { reducedMotion: "no-preference" }, true));
    // React tells whoever has put this hook there of each change of the page, in a production build too.
    await page.addInitScript(`
      globalThis.counts = { commits: 0, moments: new Set(), marks: 0 };
      globalThis.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
        supportsFiber: true, isDisabled: false, inject: () => 1, checkDCE() {},
        onCommitFiberRoot() { counts.commits += 1; }, onCommitFiberUnmount() {}, onPostCommitFiberRoot() {},
      };
      globalThis.watchFrames = () => {
        Object.assign(counts, { commits: 0, moments: new Set(), marks: 0 });
        new MutationObserver((changes) => { counts.marks += changes.length; })
          .observe(document.querySelector(".marks"), { childList: true, subtree: true });
        const slider = document.querySelector(".time-panel input[type=range]");
        requestAnimationFrame(function frame() { counts.moments.add(slider.value); requestAnimationFrame(frame); });
      };`);
  });
  afterEach(() => end());
  const counted = () =>
    page.evaluate(() => {
      const { counts } = globalThis as unknown as { counts: Counts };
      return { commits: counts.commits, moments: counts.moments.size, marks: counts.marks };
    });
  const moment = async (): Promise<number> =>
    Number(await page.getByRole("slider", { name: "查看的时刻" }).inputValue());

  test("moves its marks, its slider and its words without React, which follows every thirty steps", async () => {
    await page.goto(`${address}/venue/venue-demo/floor-b1?at=${new Date(Date.now() - 40 * HOUR_MS).toISOString()}`);
    await page.locator(".time-strip .run").first().waitFor();
    await page.locator(".plan-mark .cluster-count").first().waitFor({ state: "attached" });
    await page.evaluate("watchFrames()");
    const from = await moment();
    const wordsBefore = await page.locator(".time-words").textContent();
    await page.getByRole("button", { name: "播放", exact: true }).click();
    await expect.poll(moment).toBeGreaterThan(from + 240 * STEP_MS);
    const { commits, moments, marks } = await counted();
    await page.getByRole("button", { name: "暂停" }).click();
    const steps = ((await moment()) - from) / STEP_MS;
    expect(marks).toBeGreaterThan(0);
    await expect.poll(() => page.locator(".time-words").textContent()).not.toBe(wordsBefore);
    // A slow machine shows fewer of the steps, and none of them costs more; the button is one commit more, and lists that are measured.
    expect(moments).toBeGreaterThan(1);
    expect(commits).toBeLessThanOrEqual(8 + 4 * Math.ceil(steps / WORDS_EVERY_STEPS));
  });

  test("stands when it pauses where it was seen last, on the plan, in the list and in the address", async () => {
    await page.goto(`${address}/venue/venue-demo/floor-b1?at=${new Date(Date.now() - 40 * HOUR_MS).toISOString()}`);
    await page.locator(".time-strip .run").first().waitFor();
    const from = await moment();
    await page.getByRole("button", { name: "播放", exact: true }).click();
    await expect.poll(moment).toBeGreaterThan(from + 7 * STEP_MS);
    await page.getByRole("button", { name: "暂停" }).click();
    const paused = await moment();
    await expect.poll(() => Date.parse(new URL(page.url()).searchParams.get("at") ?? "")).toBe(paused);
    const words = (await page.locator(".time-words").textContent()) ?? "";
    const active = Number(/(\d+) 个疑似设备在活动/.exec(words)?.[1]);
    expect(active).toBeGreaterThan(0);
    await page.getByText(`当时的疑似设备 ${active}`).waitFor();
    await page.getByText(`本层 ${active} 个疑似设备`).waitFor();
    const together = await page.locator(".marks .cluster-count").allTextContents();
    const alone = (await page.locator(".marks .plan-mark").count()) - together.length - 20;
    expect(together.reduce((sum, one) => sum + Number(one), alone)).toBe(active);
    // Marks say what they are, although they were put there before their words.
    await expect.poll(() => page.locator(".marks button:not([aria-label])").count()).toBe(0);
  });
});
