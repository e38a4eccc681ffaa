import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { cameras } from "../../dashboard/dev/fixture-cameras.ts";
import { residents, suspects } from "../../dashboard/dev/fixture-data.ts";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { manySuspects } from "../bench/ui-fixtures.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { madeUp, type MadeUp } from "./made-up.ts";

const MANY = 730;
/** Rows in the page, however many the list has. */
const MOST_DRAWN = 60;
const [strong] = suspects;
const many = Array.from({ length: MANY }, (_, at) => ({
  ...strong!,
  suspectId: `suspect-${at}`,
  band: at < 20 ? "strong" : "suspected",
  transmitters: [`02:00:00:00:${(at >> 8).toString(16).padStart(2, "0")}:${(at & 255).toString(16).padStart(2, "0")}`],
  lastHeardAt: new Date(Date.parse(strong!.lastHeardAt) - at * 1_000).toISOString(),
}));

let server: FixtureServer;
let page: Page;
let end: MadeUp["end"];
const list = () => page.locator("main section").last().locator(".long-list");
const rows = () => list().locator(".rows > li");
const titles = () => rows().evaluateAll((all) => all.map((row) => row.querySelector("a")?.getAttribute("href")));

async function open(path: string, suspectsThere: readonly object[] = many): Promise<void> {
  server = new FixtureServer();
  server.long.set("/api/suspects", suspectsThere);
  const made = await madeUp(server);
  ({ page, end } = made);
  await page.goto(made.address + path);
  await rows().first().waitFor();
}

describe.skipIf(missing(CHROMIUM))("a long list (needs chromium)", () => {
  afterEach(() => end());

  test("on paper all rows stand that were loaded, one below the other, and afterwards those again that are seen", async () => {
    await open("/");
    const loaded = Number(await rows().first().getAttribute("aria-setsize"));
    expect(loaded).toBeGreaterThan(MOST_DRAWN);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await expect.poll(() => rows().count()).toBe(loaded);
    const tops = await rows().evaluateAll((all) => all.map((row) => row.getBoundingClientRect()));
    for (const [at, { top }] of tops.entries())
      if (at > 0) expect(top).toBeGreaterThanOrEqual(tops[at - 1]!.bottom - 1);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await expect.poll(() => rows().count()).toBeLessThanOrEqual(MOST_DRAWN);
  });

  test("draws the rows that are seen and some beyond, and asks for the collector's pages as somebody scrolls to its end", async () => {
    await open("/");
    await page.getByText("先载入了最需要处理的部分：疑似设备列表").waitFor();
    const seen = new Set<string | null | undefined>();
    await expect
      .poll(async () => {
        expect(await rows().count()).toBeLessThanOrEqual(MOST_DRAWN);
        // Looked at and scrolled in one go, so that no row is passed unseen.
        const drawn = await rows().evaluateAll((all) => {
          all.at(-1)?.scrollIntoView();
          return all.map((row) => row.querySelector("a")?.getAttribute("href"));
        });
        for (const title of drawn) seen.add(title);
        return seen.size;
      })
      .toBe(MANY);
    expect([...seen]).toEqual(many.map(({ suspectId }) => `/suspects/${suspectId}`));
    await page.getByText("先载入了最需要处理的部分").waitFor({ state: "detached" });
    await expect.poll(() => list().getByRole("button").count()).toBe(0);
  });

  test("of 2,000 suspects draws no more rows than of 100, says which each is, and has room for all", async () => {
    await open("/", manySuspects(2_000));
    await page.getByText("先载入了最需要处理的部分：疑似设备列表").waitFor();
    await expect.poll(() => rows().count()).toBeLessThanOrEqual(MOST_DRAWN);
    const places = () => rows().evaluateAll((all) => all.slice(0, 2).map((row) => [row.ariaPosInSet, row.ariaSetSize]));
    await expect.poll(places).toEqual([
      ["1", "500"],
      ["2", "500"],
    ]);
    const { height } = (await list().locator(".rows").boundingBox())!;
    const boxes = await Promise.all((await rows().all()).map((row) => row.boundingBox()));
    expect(Math.min(...boxes.map((box) => box!.height))).toBeGreaterThanOrEqual(44);
    expect(height).toBeGreaterThanOrEqual(500 * 44);
    expect(await seriousFaults(page)).toEqual([]);
  });

  test("goes on under j and k, and who comes back from a row far below finds it again, with the focus on it", async () => {
    await open("/");
    await rows().first().locator("a").first().focus();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("href"));
    for (let row = 1; row <= 60; row += 1) {
      await page.keyboard.press("j");
      await expect.poll(focused).toBe(`/suspects/suspect-${row}`);
    }
    await expect.poll(() => rows().count()).toBeLessThanOrEqual(MOST_DRAWN);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/suspects/suspect-60");
    await rows().first().waitFor({ state: "detached" });
    await page.goBack();
    await expect.poll(focused).toBe("/suspects/suspect-60");
    await expect
      .poll(() => page.locator(":focus").evaluate((row) => row.getBoundingClientRect().top < innerHeight))
      .toBe(true);
  });

  test("keeps the row with the focus drawn, wherever the list is scrolled to", async () => {
    await open("/");
    await rows().nth(2).locator("a").first().focus();
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 3_000);
        return (await titles())[0];
      })
      .not.toBe("/suspects/suspect-0");
    expect((await titles()).slice(0, 3)).toEqual([1, 2, 3].map((at) => `/suspects/suspect-${at}`));
    await page.keyboard.press("k");
    await expect.poll(() => page.locator(":focus").getAttribute("href")).toBe("/suspects/suspect-1");
  });

  test("is loaded by its button too, says that a search knows only what is loaded, and says in words when a page fails", async () => {
    await open("/");
    await page.getByPlaceholder("搜索").first().fill("02:00:00:00:02:d9");
    await page.getByText("没有匹配的条目").waitFor();
    await list().getByText("只搜索了已载入的条目，后面还有").waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    server.failing.add("/api/suspects");
    await list().getByRole("button", { name: "载入更多" }).press("Enter");
    await list().getByRole("alert").waitFor();
    server.failing.clear();
    const more = list().getByRole("button", { name: "载入更多" });
    // While a page is on its way the button says so; behind the last page there is none.
    while ((await rows().count()) === 0)
      await more
        .or(rows())
        .first()
        .waitFor()
        .then(async () => ((await rows().count()) === 0 ? await more.click() : undefined));
    await expect.poll(titles).toEqual(["/suspects/suspect-729"]);
  });

  test("keeps its rows under the pointer where they are, whatever becomes more urgent, until the pointer leaves", async () => {
    await open("/");
    await rows().nth(3).hover();
    const before = await titles();
    server.tell("suspect", { ...many[6]!, band: "watch" });
    server.tell("suspect", {
      ...many[0]!,
      suspectId: "suspect-new",
      transmitters: ["02:00:00:00:ff:01"],
      lastHeardAt: new Date().toISOString(),
    });
    await rows().nth(6).locator(".watch").first().waitFor();
    expect(await titles()).toEqual(before);
    await page.getByRole("heading").first().hover();
    await expect.poll(async () => (await titles())[0]).toBe("/suspects/suspect-new");
    await expect.poll(titles).not.toContain("/suspects/suspect-6");
    // Who joins fades in; who only moves does not.
    expect(
      await rows().evaluateAll((all) => all.map((row) => Object.hasOwn((row as HTMLElement).dataset, "new"))),
    ).toEqual(expect.arrayContaining([true, false]));
  });

  test("of cameras goes on as well, beside what was chosen", async () => {
    await open("/");
    const found = Array.from({ length: 150 }, (_, at) => ({ ...cameras[0]!, cameraId: `camera-${at}` }));
    server.long.set("/api/cameras", found);
    await page.goto(new URL("/cameras/camera-3", page.url()).href);
    const cameraRows = page.locator(".list .rows > li");
    const last = page.locator('.list a[href="/cameras/camera-149"]');
    await expect
      .poll(async () => {
        expect(await cameraRows.count()).toBeLessThanOrEqual(MOST_DRAWN);
        await page.mouse.wheel(0, 2_000);
        return last.count();
      })
      .toBe(1);
    await page.locator(".detail h2").first().waitFor();
  });

  test("of what is drawn and of what a sensor always hears some rows stand, whatever their number", async () => {
    await open("/");
    const asked = new URL(page.url());
    server.long.set(
      "/api/cameras",
      Array.from({ length: 400 }, (_, at) => ({ ...cameras[0]!, cameraId: `camera-${at}` })),
    );
    server.long.set(
      "/api/sensors/sensor-atrium/residents",
      Array.from({ length: 90 }, (_, at) => ({ ...residents[0]!, channelMhz: 2_412 + at })),
    );
    await page.goto(new URL("/venue/venue-demo/floor-b1/draw", asked).href);
    const placed = page.locator(".venue-list section").last().locator(".rows > li");
    await placed.first().waitFor();
    await expect.poll(() => placed.count()).toBeLessThanOrEqual(MOST_DRAWN);
    await expect.poll(() => placed.first().getAttribute("aria-setsize")).toBe("400");
    await page.goto(new URL("/sensors/sensor-atrium", asked).href);
    const heard = page.locator(".residents tbody tr");
    await heard.first().waitFor();
    await expect.poll(() => heard.count()).toBe(50);
    await page.locator(".scroll button").click();
    await expect.poll(() => heard.count()).toBe(90);
  });
});
