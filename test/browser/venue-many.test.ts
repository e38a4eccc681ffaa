import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { venues } from "../../dashboard/dev/fixture-data.ts";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { largeVenue } from "../bench/ui-fixtures.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { madeUp, type MadeUp } from "./made-up.ts";

describe.skipIf(missing(CHROMIUM))("a venue's plan (needs chromium)", () => {
  let server: FixtureServer;
  let address: string;
  let page: Page;
  let end: MadeUp["end"];
  beforeEach(async () => {
    server = new FixtureServer("full");
    ({ address, page, end } = await madeUp(server, { reducedMotion: "no-preference" }));
  });
  afterEach(() => end());

  test("with 500 suspects has fewer marks than would cover each other, which come apart nearer, and few rows", async () => {
    const { sensors, suspects } = largeVenue(500);
    server.long.set("/api/sensors", sensors);
    server.long.set("/api/suspects", suspects);
    await page.goto(`${address}/venue/venue-demo/floor-b1`);
    await page.getByText("本层 500 个疑似设备").waitFor();
    const marks = async (): Promise<number> => (await page.locator(".plan-mark").count()) - sensors.length;
    const counted = async (): Promise<number[]> =>
      (await page.locator(".cluster-count").allTextContents()).map(Number).toSorted((a, b) => b - a);
    const stood = async (): Promise<number> => {
      const together = await counted();
      return together.reduce((sum, one) => sum + one, (await marks()) - together.length);
    };
    await expect.poll(stood).toBe(500);
    expect(await marks()).toBeLessThan(200);
    const before = await counted();
    await expect.poll(() => page.locator("path.ring").count()).toBe(0);
    await page.getByRole("button", { name: "放大", exact: true }).click();
    await page.getByRole("button", { name: "放大", exact: true }).click();
    await expect.poll(async () => (await counted())[0] ?? 1).toBeLessThan(before[0]!);
    await expect.poll(() => page.locator(".venue-list .rows").first().locator("li").count()).toBeLessThanOrEqual(60);
  });

  test("is dragged by whatever lies under the pointer, which is not opened by that; nearer, only marks around what is seen are drawn", async () => {
    const { sensors, suspects } = largeVenue(500);
    server.long.set("/api/sensors", sensors);
    server.long.set("/api/suspects", suspects);
    await page.goto(`${address}/venue/venue-demo/floor-b1`);
    await page.locator(".plan-mark .cluster-count").first().waitFor();
    const mark = page.locator(".plan-mark", { has: page.locator(".cluster-count") }).first();
    const placeOf = async () => (await mark.boundingBox())!;
    const drawn = () => page.locator(".plan-mark").count();
    const before = await placeOf();
    const all = await drawn();
    const [x, y] = [before.x + before.width / 2, before.y + before.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 30, y + 20, { steps: 5 });
    await page.mouse.up();
    // Or further, as what is thrown goes on.
    await expect.poll(async () => Math.round((await placeOf()).x - before.x)).toBeGreaterThan(20);
    await expect.poll(drawn).toBe(all);
    expect(new URL(page.url()).search).toBe("");
    const key = await mark.getAttribute("data-key");
    for (let step = 0; step < 3; step += 1) await page.getByRole("button", { name: "放大", exact: true }).click();
    // Eight times as near, 500 marks stand alone, and most of them far from what is seen.
    await expect.poll(drawn).toBeLessThan(200);
    await page.locator(`.plan-mark[data-key="${key}"]`).waitFor({ state: "detached" });
    for (let step = 0; step < 3; step += 1) await page.getByRole("button", { name: "缩小", exact: true }).click();
    await page.locator(`.plan-mark[data-key="${key}"]`).waitFor();
  });

  test("says of a chosen suspect what is modelled under the pointer, and at each sensor beside what it measured", async () => {
    await page.goto(`${address}/venue/venue-demo/floor-b1?suspect=suspect-karma`);
    await page.getByText(/^−47 dBm 模型 −\d+ dBm（差 [+−]\d+）$/).waitFor();
    const box = (await page.locator("path.floor-edge").boundingBox())!;
    const levelAt = async (x: number, y: number): Promise<number> => {
      await page.mouse.move(box.x + (box.width * x) / 60, box.y + (box.height * y) / 40);
      const readout = page.getByText(/^此处模型 −\d+ dBm$/);
      await readout.waitFor();
      return -Number(/−(\d+)/.exec((await readout.textContent()) ?? "")![1]);
    };
    // It most likely stands at 41.5, 17, and not at the sensor that hears it best.
    const there = await levelAt(41, 19);
    expect(there).toBeGreaterThan(await levelAt(48, 8));

    // As a walk found this floor, levels fall faster with the distance than on a floor that nobody walked.
    const far = await levelAt(5, 35);
    const floor = "/api/venues/venue-demo/floors/floor-";
    const { calibration } = server.walks.states.get(`${floor}f1/calibration`)!;
    const bands = calibration!.bands.map((band) => ({ ...band, exponent: 4.5, exponentSpread: 0.01, offsets: [] }));
    server.walks.states.set(`${floor}b1/calibration`, { calibration: { ...calibration!, bands } });
    const told = { state: calibration!.state, calibratedAt: calibration!.calibratedAt, error: calibration!.error };
    const calibrated = venues.map((venue) => ({
      ...venue,
      floors: venue.floors.map((one) => ({ ...one, calibration: told })),
    }));
    server.long.set("/api/venues", calibrated);
    await page.reload();
    await page.locator(".plan-mark").first().waitFor();
    await expect.poll(() => levelAt(5, 35)).toBeLessThan(far - 3);
  });

  test("opens the floor of the suspect that is chosen", async () => {
    server.long.set(
      "/api/venues",
      venues.map((venue) => ({ ...venue, floors: venue.floors.toReversed() })),
    );
    await page.goto(`${address}/venue/venue-demo/floor-f1`);
    // A floor that was calibrated says how far off it is; the other one that nobody measured it.
    await page
      .getByText("这一层的实测误差：一半在 4.6 米以内，九成在 11 米以内（14 个已知位置，逐个留出检验）")
      .waitFor();
    await page.locator(".venue-list .rows a").first().click();
    await page.waitForURL("**/venue/venue-demo/floor-b1?suspect=suspect-karma");
  });
});
