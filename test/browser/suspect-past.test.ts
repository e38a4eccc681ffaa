import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { madeUp, type MadeUp } from "./made-up.ts";

const HOUR_MS = 3_600_000;

describe.skipIf(missing(CHROMIUM))("a suspect over time (needs chromium)", () => {
  let server: FixtureServer;
  let address: string;
  let page: Page;
  let end: MadeUp["end"];
  beforeEach(async () => {
    server = new FixtureServer("full");
    ({ address, page, end } = await madeUp(server));
    await page.goto(`${address}/suspects/suspect-karma`);
    await page.locator(".score-plot canvas").waitFor();
  });
  afterEach(() => end());
  const slider = () => page.getByRole("slider", { name: "查看的时刻" });

  test("a moment tells what was known then, where it was, and where it is now, each a link to the plan of that time", async () => {
    const now = Number(await slider().inputValue());
    await slider().fill(String(now - 45 * HOUR_MS - ((now - 45 * HOUR_MS) % 60_000)));
    await expect.poll(() => slider().getAttribute("aria-valuetext")).toMatch(/证据较多 · \+14 dB · 正被听到/);
    const places = page.locator(".places-then figure");
    await expect.poll(() => places.count()).toBe(2);
    await places.first().getByText("当时所知").waitFor();
    await places.first().getByText("B1 中庭 Atrium\u2009附近").waitFor();
    await page.getByText("两处相距约").waitFor();
    await places.first().getByRole("link", { name: "在平面图上看" }).click();
    await page.getByText("当时所知，不含后来才知道的").waitFor();
    await page.waitForURL("**/venue/venue-demo/floor-b1?*at=*");
    const asked = new URL(page.url());
    expect(asked.pathname).toBe("/venue/venue-demo/floor-b1");
    expect(Math.abs(Date.parse(asked.searchParams.get("at") ?? "") - (now - 45 * HOUR_MS))).toBeLessThan(2 * 3_600_000);
  });

  test("changes are stepped through by keyboard, back to the present", async () => {
    const words = page.locator(".moment-words");
    const told = [await words.innerText()];
    await page.getByRole("button", { name: "上一次变化" }).focus();
    for (let press = 0; press < 3; press += 1) {
      await page.keyboard.press("Enter");
      await expect.poll(() => words.innerText()).not.toBe(told.at(-1));
      told.push(await words.innerText());
    }
    expect(told[0]).toContain("现在");
    expect(new Set(told).size).toBe(4);
    await page.getByText("此前最近一次：新证据").waitFor();
    await slider().focus();
    await page.keyboard.press("End");
    await page.locator(".places-then figure").nth(1).waitFor({ state: "detached" });
    await expect.poll(() => page.getByRole("button", { name: "下一次变化" }).isDisabled()).toBe(true);
  });

  test("the week says when it is there, and where nobody listened that nobody knows", async () => {
    await page.getByText("最常出现在星期六").waitFor();
    const week = page.getByRole("table", { name: "出现时段" });
    await expect.poll(() => week.locator("tbody td").count()).toBe(168);
    const row = week.getByRole("row", { name: /周三/ });
    await expect.poll(() => row.getByText("没有监听，不知道").count()).toBe(6);
    expect(await seriousFaults(page)).toEqual([]);
  });
});
