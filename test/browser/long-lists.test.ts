import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { cameras } from "../../dashboard/dev/fixture-cameras.ts";
import { suspects } from "../../dashboard/dev/fixture-data.ts";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";

const MANY = 730;
/** A machine with much else to do is slow, and nothing here is about that. */
const PATIENT = { timeout: 30_000 };
const [strong] = suspects;
const many = Array.from({ length: MANY }, (_, at) => ({
  ...strong!,
  suspectId: `suspect-${at}`,
  band: at < 20 ? "strong" : "suspected",
  transmitters: [`02:00:00:00:${(at >> 8).toString(16).padStart(2, "0")}:${(at & 255).toString(16).padStart(2, "0")}`],
  lastHeardAt: new Date(Date.parse(strong!.lastHeardAt) - at * 1_000).toISOString(),
}));

let browser: Browser;
let server: FixtureServer;
let page: Page;
const list = () => page.locator("main section").last().locator(".long-list");
const rows = () => list().locator(".rows > li");
const titles = () => rows().evaluateAll((all) => all.map((row) => row.querySelector("a")?.getAttribute("href")));

async function open(path: string): Promise<void> {
  server = new FixtureServer();
  server.long.set("/api/suspects", many);
  const address = await server.start();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "zh-CN", reducedMotion: "reduce" });
  await page.goto(address + path);
  await rows().first().waitFor();
}

describe.skipIf(missing(CHROMIUM))("a long list (needs chromium)", () => {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  });
  afterAll(async () => await browser?.close());
  afterEach(async () => {
    await page.close();
    await server.stop();
  });

  test("draws a hundred rows, and more of them, and of the collector's pages, as somebody scrolls to its end", async () => {
    await open("/");
    expect(await rows().count()).toBe(100);
    await page.getByText("先载入了最需要处理的部分：疑似设备列表").waitFor();
    while ((await rows().count()) < MANY) {
      const before = await rows().count();
      await rows().last().scrollIntoViewIfNeeded();
      await expect.poll(() => rows().count(), PATIENT).toBeGreaterThan(before);
    }
    expect(await titles()).toEqual(many.map(({ suspectId }) => `/suspects/${suspectId}`));
    await page.getByText("先载入了最需要处理的部分").waitFor({ state: "detached" });
    expect(await list().getByRole("button").count()).toBe(0);
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
    expect(await titles()).toEqual(["/suspects/suspect-729"]);
  });

  test("keeps its rows under the pointer where they are, whatever becomes more urgent, until the pointer leaves", async () => {
    await open("/");
    await rows().nth(3).hover();
    const before = await titles();
    server.tell("suspect", { ...many[40]!, band: "strong", lastHeardAt: new Date().toISOString() });
    server.tell("suspect", {
      ...many[0]!,
      suspectId: "suspect-new",
      transmitters: ["02:00:00:00:ff:01"],
      lastHeardAt: new Date().toISOString(),
    });
    await rows().nth(40).locator(".strong").first().waitFor();
    expect((await titles()).slice(0, 100)).toEqual(before);
    await page.getByRole("heading").first().hover();
    await expect
      .poll(async () => new Set((await titles()).slice(0, 2)), PATIENT)
      .toEqual(new Set(["/suspects/suspect-40", "/suspects/suspect-new"]));
  });

  test("of cameras goes on as well, beside what was chosen", async () => {
    await open("/");
    const found = Array.from({ length: 150 }, (_, at) => ({ ...cameras[0]!, cameraId: `camera-${at}` }));
    server.long.set("/api/cameras", found);
    await page.goto(new URL("/cameras/camera-3", page.url()).href);
    const cameraRows = page.locator(".list .rows > li");
    await cameraRows.last().scrollIntoViewIfNeeded();
    await expect.poll(() => cameraRows.count(), PATIENT).toBe(150);
    await page.locator(".detail h2").first().waitFor();
  });
});
