import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { venues } from "../../dashboard/dev/fixture-data.ts";
import { alerts } from "../../dashboard/dev/fixture-own.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { madeUp, type MadeUp } from "./made-up.ts";

describe.skipIf(missing(CHROMIUM))("all venues (needs chromium)", () => {
  let server: FixtureServer;
  let address: string;
  let page: Page;
  let end: MadeUp["end"];
  const asked: string[] = [];
  beforeEach(async () => {
    asked.length = 0;
    server = new FixtureServer("full");
    ({ address, page, end } = await madeUp(server));
    const [mall] = venues;
    server.long.set("/api/venues", [
      ...Array.from({ length: 60 }, (_, at) => ({
        ...mall,
        venueId: `venue-${at}`,
        name: `商场 ${String(at).padStart(2, "0")}`,
      })),
      mall!,
    ]);
    server.long.set("/api/alerts", [
      ...alerts,
      { ...alerts[2], alertId: "far", venueId: "venue-58", suspectId: "far" },
    ]);
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    // No map server is there to be asked, and none is.
    await page.goto(`${address}/venue`);
    await page.locator(".venue-tile").first().waitFor();
  });
  afterEach(() => end());

  test("what needs a person most stands first, calm ones last by name, and only those in sight are asked for their week", async () => {
    const names = page.locator(".venue-tile .title");
    await expect.poll(() => names.nth(0).innerText()).toBe(venues[0]?.name);
    await expect.poll(() => names.nth(1).innerText()).toBe("商场 58");
    await expect.poll(() => names.nth(2).innerText()).toBe("商场 00");
    await page.getByText("其中 2 个需要处理").waitFor();
    await page.locator(".venue-tile").first().locator(".bars").waitFor();
    await expect
      .poll(() => page.locator(".venue-tile").first().locator(".bars").getAttribute("aria-label"))
      .toMatch(/近 7 天每天活动的疑似设备：(\d+ ){6}\d+。比?/);
    const days = () => asked.filter((path) => path.endsWith("/time/days")).length;
    expect(days()).toBeLessThan(45);
    await expect.poll(() => page.locator(".venue-tile").count()).toBe(50);
    await page.getByRole("button", { name: "载入更多" }).click();
    await expect.poll(() => page.locator(".venue-tile").count()).toBe(61);
    expect(await seriousFaults(page)).toEqual([]);
    const box = await names.nth(0).boundingBox();
    expect(box?.height ?? 0).toBeGreaterThanOrEqual(44);
  });

  test("while what waits is not known no venue is called calm", async () => {
    await page.locator(".venue-tile").nth(2).getByText("没有传感器在监听，情况未知").waitFor();
    server.failing.add("/api/alerts");
    await page.goto(`${address}/venue`);
    await page.getByText("告警列表未能载入").waitFor();
    await expect.poll(() => page.locator(".venue-tile").count()).toBe(0);
  });

  test("a row opens its venue, whose bar leads back to all of them", async () => {
    await page.getByRole("link", { name: "商场 58" }).click();
    await page.getByRole("heading", { level: 1, name: "商场 58" }).waitFor();
    await page.getByRole("link", { name: "所有场所" }).click();
    await page.getByRole("heading", { level: 1, name: "场所 61" }).waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBeLessThanOrEqual(0);
  });

  test("an address with a venue or a floor that there is not says so, and shows no other in its place", async () => {
    await page.goto(`${address}/venue/nowhere`);
    await page.getByText("没有这个场所").waitFor();
    await expect.poll(() => page.locator(".plan-map").count()).toBe(0);
    await page.goto(`${address}/venue/venue-demo/floor-99`);
    await page.getByText("没有这个楼层").waitFor();
    await page.getByRole("link", { name: "看所有场所" }).click();
    await page.locator(".venue-tile").first().waitFor();
  });
});
