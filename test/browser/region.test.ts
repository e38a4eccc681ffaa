import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { serveRegion, type MadeRegion } from "../../dashboard/dev/fixture-region.ts";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { foreignWords } from "./foreign-words.ts";
import { madeUp, speakEnglish, type MadeUp } from "./made-up.ts";

describe.skipIf(missing(CHROMIUM))("a region without map tiles (needs chromium)", () => {
  let server: FixtureServer;
  let address: string;
  let page: Page;
  let end: MadeUp["end"];
  const asked = new Set<string>();
  beforeEach(async () => {
    asked.clear();
    server = new FixtureServer("full");
    ({ address, page, end } = await madeUp(server));
    page.on("request", (request) => asked.add(new URL(request.url()).host));
  });
  afterEach(() => end());
  const open = async (venues: number): Promise<MadeRegion> => {
    const made = serveRegion(server, venues);
    await page.goto(`${address}/venue?view=region`);
    await page.locator(".region-mark, .district").first().waitFor();
    return made;
  };

  test("venues stand by their coordinates, what needs somebody first, and no other host is asked for anything", async () => {
    const made = await open(60);
    const placed = made.venues.filter(({ location }) => location !== undefined);
    await page.getByText(`图中 ${placed.length} 个场所，共 60 个`).waitFor();
    await page.getByText("上为北，没有底图").waitFor();
    // The east is right, the north above.
    const boxOf = async (venueId: string) =>
      (await page.locator(`.region-mark[href="/venue/${venueId}"]`).boundingBox()) ?? { x: 0, y: 0 };
    const single = new Set(
      await page.locator("a.region-mark").evaluateAll((all) => all.map((one) => one.getAttribute("href")!.slice(7))),
    );
    const [one, other] = placed.filter(({ venueId }) => single.has(venueId));
    const [first, second] = [await boxOf(one!.venueId), await boxOf(other!.venueId)];
    expect(Math.sign(first.x - second.x)).toBe(
      Math.sign(one!.location!.longitudeDegrees - other!.location!.longitudeDegrees),
    );
    expect(Math.sign(second.y - first.y)).toBe(
      Math.sign(one!.location!.latitudeDegrees - other!.location!.latitudeDegrees),
    );
    await expect
      .poll(() => page.locator(".venue-tile").first().locator(".strong, .suspected").count())
      .toBeGreaterThan(0);
    expect([...asked]).toEqual([new URL(address).host]);
  });

  test("a cluster opens to what it holds, and back out again; a single mark opens its venue", async () => {
    await open(240);
    const seen = page.locator(".region-line").getByRole("status");
    const before = await seen.innerText();
    await page.locator("button.region-mark").first().click();
    await expect.poll(() => seen.innerText()).not.toBe(before);
    await page.keyboard.press("Escape");
    await expect.poll(() => seen.innerText()).toBe(before);
    const single = page.locator("a.region-mark").last();
    const href = await single.getAttribute("href");
    await single.click();
    await page.waitForURL(`**${href}`);
  });

  test("on a wall of 4K marks are as large as words are there, and no name covers a mark", async () => {
    await page.setViewportSize({ width: 3840, height: 2160 });
    await open(60);
    await page.locator(".region-name").first().waitFor();
    const { least, covered } = await page.evaluate(() => {
      const boxes = (selector: string) =>
        [...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect());
      const shapes = boxes(".region-mark svg");
      return {
        least: Math.min(...boxes(".region-mark").map(({ height }) => height)),
        covered: boxes(".region-name").filter((name) =>
          shapes.some(
            (mark) =>
              name.left < mark.right && mark.left < name.right && name.top < mark.bottom && mark.top < name.bottom,
          ),
        ).length,
      };
    });
    expect(least).toBeGreaterThanOrEqual(44 * 1.8 - 1);
    expect(covered).toBe(0);
  });

  test("venues without coordinates stand by district, which opens; without any there is no sketch, and it is said how to give them", async () => {
    const made = await open(40);
    const district = page.locator("details.district", { hasText: "浦东新区" });
    await district.getByText("8 个场所，1 个需要处理").waitFor();
    await expect.poll(() => district.locator(".venue-tile").count()).toBe(0);
    await district.locator("summary").click();
    await expect.poll(() => district.locator(".venue-tile").count()).toBe(8);
    server.long.set(
      "/api/venues",
      made.venues.map(({ location: _none, ...venue }) => venue),
    );
    await page.goto(`${address}/venue?view=region`);
    await page.getByText("还没有场所写明坐标").waitFor();
    await expect.poll(() => page.locator(".region-map").count()).toBe(0);
    await expect.poll(() => page.locator("details.district").count()).toBe(5);
  });

  test("where more sensors are than were loaded, a venue without any is not said to be heard by nobody", async () => {
    await open(40);
    await page.goto(`${address}/venue`);
    await page.getByText("没有传感器在监听，情况未知").first().waitFor();
    server.long.delete("/api/sensors");
    server.cut.add("/api/sensors");
    await page.goto(`${address}/venue`);
    await page.getByText("它的传感器没有载入，情况未知").first().waitFor();
    await expect.poll(() => page.getByText("没有传感器在监听，情况未知").count()).toBe(0);
  });

  test("ten thousand venues are some hundred marks, each of which a finger can hit", async () => {
    const made = await open(10_000);
    const placed = made.venues.filter(({ location }) => location !== undefined).length;
    await page.getByText(`图中 ${placed} 个场所，共 10000 个`).waitFor();
    await expect.poll(() => page.locator(".region-mark").count()).toBeLessThan(300);
    const counts = await page.locator(".region-mark .cluster-count").allInnerTexts();
    const singles = await page.locator("a.region-mark").count();
    expect(counts.reduce((sum, text) => sum + Number(text), singles)).toBe(placed);
    const sizes = await page.locator(".region-mark").evaluateAll((all) => all.map((one) => one.clientHeight));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(44);
    await expect.poll(() => page.locator(".venue-tile").count()).toBeLessThanOrEqual(50);
  });

  test("no serious fault in either language or theme, nothing foreign, and nothing wider than a phone", async () => {
    for (const language of ["zh-CN", "en"])
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        if (language === "en") await speakEnglish(page);
        await open(60);
        expect(await seriousFaults(page), `${language} ${colorScheme}`).toEqual([]);
        if (language === "zh-CN") expect(await foreignWords(page, [])).toEqual([]);
      }
    await page.setViewportSize({ width: 360, height: 740 });
    await open(60);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBeLessThanOrEqual(0);
  });

  test("where a venue is is typed as maps give it, refused where it is nowhere, and taken away by an empty field", async () => {
    await page.goto(`${address}/venue/venue-demo?floors=all`);
    await page.getByRole("button", { name: "位置与区县" }).click();
    const coordinates = page.getByLabel("坐标（纬度，经度）");
    await coordinates.fill("121.4737，31.2304");
    await page.getByText("请先写纬度再写经度", { exact: false }).waitFor();
    await expect.poll(() => page.getByRole("button", { name: "保存位置" }).isDisabled()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    await coordinates.fill("31.2304，121.4737");
    await page.getByLabel("区县，或其他分组").fill(" 黄浦区 ");
    await page.getByRole("button", { name: "保存位置" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "位置与区县" }).click();
    await page.getByRole("button", { name: "保存位置" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(server.changes).toEqual([
      'PUT /api/venues/venue-demo/place {"location":{"latitudeDegrees":31.2304,"longitudeDegrees":121.4737},"district":"黄浦区"}',
      "PUT /api/venues/venue-demo/place {}",
    ]);
  });
});
