import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { madeUp, speakEnglish, type MadeUp } from "./made-up.ts";

const HOUR_MS = 3_600_000;
const agoText = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();

describe.skipIf(missing(CHROMIUM))("a venue over time (needs chromium)", () => {
  let server: FixtureServer;
  let address: string;
  let page: Page;
  let end: MadeUp["end"];
  beforeEach(async () => {
    server = new FixtureServer("full");
    ({ address, page, end } = await madeUp(server, { reducedMotion: "no-preference" }));
  });
  afterEach(() => end());
  const open = async (search = ""): Promise<void> => {
    await page.goto(`${address}/venue/venue-demo/floor-b1${search}`);
    await page.locator(".time-strip .run").first().waitFor();
  };
  const slider = () => page.getByRole("slider", { name: "查看的时刻" });
  const moment = async (): Promise<number> => Number(await slider().inputValue());

  test("a link to a moment shows what was known then, where, and who did not listen", async () => {
    await open(`?at=${agoText(45)}`);
    await page.getByText("当时所知，不含后来才知道的").waitFor();
    await page.getByText("当时的疑似设备 1").waitFor();
    // Then it was no more than suspected, and elsewhere; today it is strong.
    await page.locator(".venue-list").getByText("疑似探针盒 · 证据较多 · B1 中庭 Atrium\u2009附近").waitFor();
    await expect.poll(() => page.locator("path.ring.suspected").count()).toBe(1);
    await expect.poll(() => page.locator("path.ring.strong").count()).toBe(0);
    await page.getByText("没有监听，不能说明没有手机或设备").waitFor();
    await page.getByRole("button", { name: "回到实时" }).click();
    await page.locator("path.ring.strong").first().waitFor({ state: "attached" });
    await expect.poll(() => new URL(page.url()).searchParams.get("at")).toBeNull();
  });

  test("a box that was suspected of two things stands once, on the plan and in the list, and each can be opened", async () => {
    await open(`?at=${agoText(18)}`);
    await page.getByText("当时的疑似设备 2").waitFor();
    await page.locator(".venue-list").getByText("同一设备还涉及").waitFor();
    await expect
      .poll(() => page.getByRole("button", { name: /^疑似探针盒 · 高度可疑 · .* · 疑似仿冒网络$/ }).count())
      .toBe(1);
    await page.getByText("2 个疑似设备在活动").waitFor();
    await page.locator(".venue-list").getByRole("link", { name: "疑似仿冒网络 · 证据较多" }).click();
    // The plan is drawn again after the address has changed, so both are waited for.
    await expect.poll(() => new URL(page.url()).searchParams.get("suspect")).toBe("suspect-karma-impostor");
    await expect.poll(() => page.locator(".plan-mark .chosen").count()).toBe(1);
  });

  test("both plans of a comparison have the walls, the zones, the cameras and the coverage", async () => {
    await page.goto(
      `${address}/venue/venue-demo/floor-b1?layers=suspects,coverage,cameras&at=${agoText(20)}&vs=${agoText(44)}`,
    );
    const plans = page.locator(".stages > .compared");
    await plans.nth(1).locator(".floor-svg .zone").first().waitFor({ state: "attached" });
    const count = async (what: string) => [
      await plans.nth(0).locator(what).count(),
      await plans.nth(1).locator(what).count(),
    ];
    await expect.poll(() => count(".floor-svg .wall")).toEqual([2, 2]);
    await expect.poll(() => count(".floor-svg .zone")).toEqual([2, 2]);
    await expect.poll(() => count(".camera-mark")).toEqual([2, 2]);
    await expect.poll(() => count(".next-sensor")).toEqual([1, 1]);
  });

  test("the bar of a venue is not taller than its two rows at 1280 px, and what is in it is at least 44 px high", async () => {
    for (const [language, name] of [
      ["zh-CN", "添加楼层"],
      ["en", "Add a floor"],
    ] as const) {
      if (language === "en") await speakEnglish(page);
      await open();
      await page.getByRole("button", { name }).waitFor();
      const tops = await page
        .locator(".venue-bar > *")
        .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().bottom)));
      expect(new Set(tops.slice(0, -1).map((bottom) => Math.round(bottom / 20))).size, language).toBe(1);
      const heights = await page
        .locator(".venue-bar :is(a, button, label), .leaflet-bar a")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      expect(Math.min(...heights), language).toBeGreaterThanOrEqual(44);
    }
  });

  test("arrows step, the address follows, and another floor keeps the moment and the layers", async () => {
    await open("?layers=exposure");
    const live = await moment();
    await slider().focus();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press("ArrowLeft");
    await expect.poll(async () => live - (await moment())).toBe(900_000);
    await expect.poll(() => Date.parse(new URL(page.url()).searchParams.get("at") ?? "")).toBe(live - 900_000);
    await page.getByText("站在此处、离活动中的疑似设备").waitFor();
    await page.getByRole("link", { name: "1F" }).click();
    await page.getByText("这一层没有位置已知且在活动的疑似设备").waitFor();
    await expect.poll(moment).toBe(live - 900_000);
    await page.keyboard.press("Escape");
  });

  test("the space bar plays and pauses; at the right end it is live again", async () => {
    await open(`?at=${agoText(2)}`);
    const before = await moment();
    await page.keyboard.press(" ");
    await expect.poll(moment).toBeGreaterThan(before + 300_000);
    await page.getByRole("button", { name: "播放", exact: true }).waitFor();
    await page.getByRole("button", { name: "实时", exact: true }).waitFor();
  });

  test("the probing load is told by area and figure, small ones as fewer than five, and layers are remembered", async () => {
    await open(`?at=${agoText(20)}`);
    await page.getByLabel("探测负荷").check();
    await page.getByText("每分钟的探测请求，按传感器分区").waitFor();
    const figures = page.locator(".plan-mark .mark-label", { hasText: "次探测/分" });
    await figures.first().waitFor();
    // On a phone, too, none is cut at the edge of the plan.
    await page.setViewportSize({ width: 360, height: 740 });
    await expect
      .poll(() =>
        figures.evaluateAll((all) => {
          const plan = document.querySelector(".plan-map")!.getBoundingClientRect();
          const cut = all.filter((one) => {
            const { left, right } = one.getBoundingClientRect();
            return left < plan.left || right > plan.right;
          });
          return plan.width < 361 && all.length > 1 && cut.length === 0;
        }),
      )
      .toBe(true);
    await page.setViewportSize({ width: 1280, height: 800 });
    await open();
    await expect.poll(() => page.getByLabel("探测负荷").isChecked()).toBe(true);
  });

  test("a time that cannot be read says so, and the plan shows the present", async () => {
    server.failing.add("/api/venues/venue-demo/time/suspects");
    await page.goto(`${address}/venue/venue-demo/floor-b1?at=${agoText(20)}`);
    await page.getByText("这段时间读不出来").waitFor();
    await page.getByText("疑似设备 4").waitFor();
  });
});
