import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { madeUp, type MadeUp } from "./made-up.ts";

const HOUR_MS = 3_600_000;
const agoText = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();

describe.skipIf(missing(CHROMIUM))("days and moments of a venue (needs chromium)", () => {
  let server: FixtureServer;
  let address: string;
  let page: Page;
  let end: MadeUp["end"];
  beforeEach(async () => {
    server = new FixtureServer("full");
    ({ address, page, end } = await madeUp(server, { timezoneId: "America/New_York" }));
    // The calendar is told in the venue's zone, wherever who looks at it is.
  });
  afterEach(() => end());
  const open = async (search = ""): Promise<void> => {
    await page.goto(`${address}/venue/venue-demo/floor-b1${search}`);
    await page.locator(".time-strip .run").first().waitFor();
  };
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-date"));
  const shanghai = (at: number): string => new Date(at + 8 * HOUR_MS).toISOString().slice(0, 10);

  test("the calendar is walked by keys, says what happened on each day, and a day moves the slider", async () => {
    await open();
    await page.getByRole("button", { name: "日历" }).click();
    const grid = page.getByRole("grid");
    await grid.locator(".cal-day[aria-disabled=false]").first().waitFor();
    const today = shanghai(Date.now());
    await expect.poll(focused).toBe(today);
    // No day to come is one to go to.
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toBe(today);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const day = shanghai(Date.now() - 5 * 24 * HOUR_MS);
    await expect.poll(focused).toBe(day);
    const words = page.locator(`[data-date="${day}"]`);
    await expect.poll(() => words.innerText()).toMatch(/1\/\d 个传感器共 7 小时没有监听 · 失联 1 次/);
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.getByText("当时所知，不含后来才知道的").waitFor();
    await expect.poll(() => shanghai(Date.parse(new URL(page.url()).searchParams.get("at") ?? "1970-01-01"))).toBe(day);
  });

  test("the calendar's months are turned, by key and by button, and never into the future", async () => {
    await open();
    await page.getByRole("button", { name: "日历" }).click();
    const title = page.getByRole("heading", { level: 2, name: /年/ });
    const now = await title.innerText();
    await page.getByRole("button", { name: "上个月" }).click();
    await expect.poll(() => title.innerText()).not.toBe(now);
    await page.getByRole("button", { name: "下个月" }).click();
    await expect.poll(() => title.innerText()).toBe(now);
    await expect.poll(() => page.getByRole("button", { name: "下个月" }).isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    await page.getByRole("grid").waitFor({ state: "detached" });
  });

  test("two moments stand side by side with the same layers, say how they differ, and the link holds both", async () => {
    await open(`?at=${agoText(45)}`);
    await page.getByRole("button", { name: "钉住对比" }).click();
    await expect
      .poll(() => page.locator(".compare-words").innerText())
      .toContain("多 0 个，少 0 个，位置变了 0 个，等级变了 0 个");
    await page.getByRole("button", { name: "回到实时" }).click();
    await expect.poll(() => page.locator(".compare-words").innerText()).toMatch(/多 [1-9]/);
    const stages = page.locator(".stages .compared");
    await expect.poll(() => stages.count()).toBe(2);
    // Then it was no more than suspected; today it is strong.
    await expect.poll(() => stages.first().locator("path.ring.strong").count()).toBe(0);
    await expect.poll(() => stages.nth(1).locator("path.ring.strong").count()).toBeGreaterThan(0);
    const boxes = () => Promise.all([stages.first().boundingBox(), stages.nth(1).boundingBox()]);
    await expect
      .poll(async () => {
        const [left, right] = await boxes();
        return Math.abs((left?.y ?? 0) - (right?.y ?? 99));
      })
      .toBeLessThan(2);
    await page.getByLabel("暴露时长").check();
    const pinned = () => new URL(page.url()).searchParams.get("vs");
    await expect.poll(pinned).toMatch(/^\d{4}-/);
    const vs = pinned();
    await page.reload();
    await page.getByRole("heading", { name: /对比时刻/ }).waitFor();
    await expect.poll(pinned).toBe(vs);
    await page.setViewportSize({ width: 360, height: 740 });
    await expect
      .poll(async () => {
        const [upper, lower] = await boxes();
        return (lower?.y ?? 0) - (upper?.y ?? 0) - (upper?.height ?? 0);
      })
      .toBeGreaterThanOrEqual(-1);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "取消对比" }).click();
    await expect.poll(() => stages.count()).toBe(1);
  });
});
