import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sensors, suspects, venues } from "../../dashboard/dev/fixture-data.ts";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { foreignWords } from "./foreign-words.ts";
import { madeUp, speakEnglish, type MadeUp } from "./made-up.ts";

const NAMES = [...venues, ...sensors].map(({ name }) => name);

describe.skipIf(missing(CHROMIUM))("all floors at a glance (needs chromium)", () => {
  let server: FixtureServer;
  let address: string;
  let page: Page;
  let end: MadeUp["end"];
  beforeEach(async () => {
    server = new FixtureServer("full");
    ({ address, page, end } = await madeUp(server));
  });
  afterEach(() => end());
  const tile = (name: string) => page.locator(".floor-tile", { has: page.getByRole("link", { name, exact: true }) });
  const open = async (): Promise<void> => {
    await page.goto(`${address}/venue/venue-demo?floors=all`);
    await tile("B1").waitFor();
  };

  test("each floor has its counts and the likeliest place, each box once, and what nobody hears is hatched", async () => {
    await page.goto(`${address}/venue/venue-demo/floor-b1`);
    await page.getByRole("link", { name: "全部楼层" }).click();
    const words = tile("B1").locator("p");
    await tile("B1").getByText("最可能的位置：B1 美食区").waitFor();
    const said = async () => (await words.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ").trim());
    await expect
      .poll(said)
      .toEqual([
        "高度可疑 1 证据较多 1 留意 1",
        expect.stringContaining("在这一层的可能性 97%"),
        "3/6 个传感器在监听 摄像头 2 1 个在私密区域内",
      ]);
    await tile("1F").getByText("没有传感器在监听，情况未知").waitFor();
    await page.getByText("另有 1 个疑似设备位置未知").waitFor();
    await expect.poll(() => tile("B1").locator(".ring").count()).toBe(4);
    await expect.poll(() => tile("B1").locator("mask circle").count()).toBe(3);
    await expect.poll(() => tile("1F").locator("mask circle").count()).toBe(0);
  });

  test("anywhere on a tile opens its floor, and its place opens the box on it", async () => {
    await open();
    await tile("1F").locator(".floor-sketch").click({ force: true });
    await page.waitForURL("**/venue/venue-demo/floor-f1");
    await page.goBack();
    await tile("B1").getByRole("link", { name: "最可能的位置" }).click();
    await page.waitForURL("**/venue/venue-demo/floor-b1?suspect=suspect-karma");
  });

  test("of five hundred boxes on a floor twelve are drawn, and all are counted", async () => {
    const [one] = suspects;
    server.long.set(
      "/api/suspects",
      Array.from({ length: 500 }, (_, at) => ({
        ...one,
        suspectId: `suspect-${at}`,
        transmitters: [
          `02:00:00:00:${(at >> 8).toString(16).padStart(2, "0")}:${(at & 255).toString(16).padStart(2, "0")}`,
        ],
      })),
    );
    await open();
    await tile("B1").getByText("500", { exact: false }).first().waitFor();
    await expect.poll(() => tile("B1").locator(".ring").count()).toBeLessThanOrEqual(12 * 2);
  });

  test("no serious fault in either language or theme, nothing foreign, and nothing wider than a phone", async () => {
    for (const language of ["zh-CN", "en"])
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        if (language === "en") await speakEnglish(page);
        await open();
        expect(await seriousFaults(page), `${language} ${colorScheme}`).toEqual([]);
        if (language === "zh-CN") expect(await foreignWords(page, NAMES)).toEqual([]);
      }
    await page.setViewportSize({ width: 360, height: 740 });
    await open();
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBeLessThanOrEqual(0);
  });

  test("a floor is called as in its own venue, where another venue has one of the same identifier", async () => {
    const [mall] = venues;
    const other = { ...mall!, venueId: "venue-a", floors: mall!.floors.map((floor) => ({ ...floor, name: "别处" })) };
    server.long.set("/api/venues", [other, mall!]);
    for (const path of [
      "/",
      "/suspects/suspect-karma",
      "/venue/venue-demo/floor-b1?suspect=suspect-karma",
      "/sensors",
    ]) {
      await page.goto(address + path);
      await page
        .getByText(path === "/sensors" ? /^B1/ : /B1 美食区/)
        .first()
        .waitFor();
      await expect.poll(() => page.locator("main").innerText(), { message: path }).not.toContain("别处");
    }
  });

  test("suspects that cannot be read are not shown as a calm floor", async () => {
    server.failing.add("/api/suspects");
    await page.goto(`${address}/venue/venue-demo?floors=all`);
    await page.locator(".look.failed").first().waitFor();
    await expect.poll(() => page.locator(".floor-tile").count()).toBe(0);
  });

  test("of a moment before every floor says what was known then, and leads to itself at that moment", async () => {
    const at = new Date(Date.now() - 20 * 3_600_000).toISOString();
    await page.goto(`${address}/venue/venue-demo?floors=all&at=${at}`);
    await page.getByText("是那一刻所知道的情况", { exact: false }).waitFor();
    await page.getByText("6/6", { exact: false }).first().waitFor();
    const floor = await tile("B1").locator("a.title").getAttribute("href");
    // The slider stands at whole steps of five minutes.
    const led = Date.parse(new URL(floor!, address).searchParams.get("at") ?? "");
    expect(Date.parse(at) - led).toBeLessThan(5 * 60_000);
    expect(led).toBeLessThanOrEqual(Date.parse(at));
    await page.getByRole("button", { name: "回到实时" }).click();
    await page.getByText("都是现在的情况", { exact: false }).waitFor();
  });
});
