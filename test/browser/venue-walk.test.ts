import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { madeUp, type MadeUp } from "./made-up.ts";

describe.skipIf(missing(CHROMIUM))("a floor that is calibrated with a phone in the hand (needs chromium)", () => {
  let server: FixtureServer;
  let page: Page;
  let end: MadeUp["end"];
  let address: string;
  beforeEach(async () => {
    server = new FixtureServer("full");
    ({ address, page, end } = await madeUp(server, { viewport: { width: 360, height: 740 }, hasTouch: true }));
  });
  afterEach(() => end());
  const sentTo = (part: string): string[] => server.changes.filter((change) => change.includes(part));

  test("is begun with a transmitter of one's own; a point is sent once after the network was lost, taken back, and the fit tells its error", async () => {
    await page.goto(`${address}/venue/venue-demo/floor-f1/calibrate`);
    await page.getByText("这一层的实测误差：一半在 4.6 米以内").waitFor();
    const field = page.getByLabel("它的 BSSID");
    await field.fill("my hotspot");
    await page.getByRole("button", { name: "开始行走" }).click();
    await page.getByText("请写成 06:00:00:aa:bb:01 的样子").waitFor();
    await field.fill("06-00-00-AA-BB-01");
    await page.getByRole("button", { name: "开始行走" }).click();
    await page.getByText("还没有传感器听到它").waitFor();
    expect(sentTo("/walk ")).toEqual([
      'PUT /api/venues/venue-demo/floors/floor-f1/calibration/walk {"carried":"06:00:00:aa:bb:01"}',
    ]);

    await page.context().setOffline(true);
    await page.locator(".plan-map").tap({ position: { x: 150, y: 150 } });
    await page.getByRole("button", { name: "向右 1 米" }).click();
    await page.getByRole("button", { name: "我站在这里，开始" }).click();
    await page.getByText("1 项待发送").waitFor();
    await page.getByRole("button", { name: /请站着别走.*还有 \d+ 秒/ }).waitFor();
    expect(sentTo("/points/")).toEqual([]);
    await page.context().setOffline(false);
    await expect.poll(() => sentTo("/points/").length, { timeout: 20_000 }).toBe(1);
    await page.getByText("1 项待发送").waitFor({ state: "detached" });
    const { x, y, fromAt, toAt } = JSON.parse(sentTo("/points/")[0]!.slice(sentTo("/points/")[0]!.indexOf("{"))) as {
      x: number;
      y: number;
      fromAt: string;
      toAt: string;
    };
    expect(x > 0 && x < 60 && y > 0 && y < 40).toBe(true);
    expect(Date.parse(toAt) - Date.parse(fromAt)).toBeGreaterThanOrEqual(45_000);
    await page.getByRole("button", { name: "撤销第 1 点" }).click();
    await page.getByText("还没有点").waitFor();
    expect(sentTo("DELETE")).toHaveLength(1);

    // A floor on which five points were heard may not be fitted yet.
    await page.goto(`${address}/venue/venue-demo/floor-b1/calibrate`);
    await page.getByText("至少要六个听到的点，现在有 5 个").waitFor();
    expect(await page.getByRole("button", { name: "计算", exact: true }).isDisabled()).toBe(true);
    // Nothing that a glove is to hit is smaller than 44 px.
    const small = await page
      .locator(".walk-part button:visible, .walk-part select:visible")
      .evaluateAll((all) =>
        all.filter((one) => Math.min(one.clientHeight, one.clientWidth) < 44).map((one) => one.textContent),
      );
    expect(small).toEqual([]);
    const floor = "/api/venues/venue-demo/floors/floor-b1/calibration";
    const walk = server.walks.states.get(floor)!.walk!;
    const points = walk.points.map((point) => ({ ...point, heardBy: 5, listened: 6, state: "heard" as const }));
    server.walks.states.set(floor, { walk: { ...walk, points } });
    server.walks.fit = { outcome: "misleading", places: [] };
    await page.getByRole("button", { name: "计算", exact: true }).click();
    await page.getByText("这些点互相对不上").waitFor();
    server.walks.fit = new FixtureServer().walks.fit;
    await page.getByRole("button", { name: "计算", exact: true }).click();
    await page.getByText("这一层现在的校准").waitFor();
    await page.getByText("九成在 11 米以内").waitFor();
  });
});
