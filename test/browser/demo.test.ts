import { hostname } from "node:os";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, missing } from "../road/needs.ts";
import { answersWell, ROOT, Sandbox, freePort, until, type Running } from "../road/sandbox.ts";
import { seriousFaults } from "./axe.ts";
import { foreignWords } from "./foreign-words.ts";
import { launched } from "./launched.ts";

/** The outcome that README promises for `npm start`, walked in a real browser. */
const sandbox = new Sandbox();
let browser: Browser;
let page: Page;
let demo: Running;
let address: string;
const asked: string[] = [];
const SCREENS = ["", "venue", "cameras", "sensors", "settings"];
const complaints: string[] = [];

async function begin(): Promise<void> {
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  demo = sandbox.start(process.execPath, [`${ROOT}scripts/start.mjs`, "--reset"], {
    PW_HTTP_PORT: String(port),
    PW_DEMO_DIR: `${sandbox.folder}/demo`,
  });
  await until("the demo's page", () => answersWell(`${address}/api/health`), 90, demo.log);
  browser = await launched();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "zh-CN", reducedMotion: "reduce" });
  page.on("request", (request) => asked.push(request.url()));
  page.on("response", (answer) => answer.status() >= 400 && complaints.push(`${answer.status()} ${answer.url()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
}

async function end(): Promise<void> {
  await browser?.close();
  const code = await demo?.end("SIGINT");
  await sandbox.clear();
  expect(code).toBe(0);
}

describe.skipIf(missing(CHROMIUM))("the demo venue in a browser (needs chromium)", () => {
  beforeAll(begin, 120_000);
  afterAll(end, 30_000);

  test(
    "says DEMO, in Chinese first, and suspected probe boxes appear within 30 s without a reload",
    { timeout: 60_000 },
    async () => {
      await page.goto(address);
      await page.getByText("DEMO").first().waitFor();
      await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("zh-CN");
      await page.getByText("疑似探针盒").first().waitFor({ timeout: 30_000 });
    },
  );

  test(
    "a suspect opens and says why, with weights and innocent causes, and without a percentage",
    { timeout: 60_000 },
    async () => {
      await page.getByText("疑似探针盒").first().click();
      await page.waitForURL(/suspect/);
      await page.getByText("起点", { exact: false }).first().waitFor();
      const text = await page.locator("main").innerText();
      expect(text).toMatch(/\+\d+/);
      expect(text).toContain("也可能并无问题");
      expect(text).not.toMatch(/\d\s?%/);
    },
  );

  test(
    "the venue shows four sensors, the hatch in words, and that levels are simulated",
    { timeout: 60_000 },
    async () => {
      await page.goto(`${address}/venue`);
      await page.getByText("信号强度为模拟", { exact: false }).first().waitFor();
      for (const name of ["一号门", "三号门", "中庭", "美食区"])
        await page.getByText(name, { exact: false }).first().waitFor({ state: "attached" });
      await page.locator("canvas").first().waitFor();
    },
  );

  test("a camera advertises analytics; two say only that their kind is unknown", { timeout: 60_000 }, async () => {
    await page.goto(`${address}/cameras`);
    await until(
      "three cameras",
      async () => {
        const { items } = (await (await fetch(`${address}/api/cameras`)).json()) as {
          items: { finding: { analytics: string } }[];
        };
        return items.filter(({ finding }) => finding.analytics === "kind-unknown").length === 2 &&
          items.some(({ finding }) => finding.analytics === "named")
          ? true
          : undefined;
      },
      40,
      demo.log,
    );
    await page.getByText("类别未知", { exact: false }).first().waitFor();
  });

  test("sensors are hearing", { timeout: 60_000 }, async () => {
    await page.goto(`${address}/sensors`);
    await until(
      "four sensors that hear",
      async () => {
        const { items } = (await (await fetch(`${address}/api/sensors`)).json()) as {
          items: { state: string; simulatedLevels: boolean }[];
        };
        return items.length === 4 && items.every(({ state, simulatedLevels }) => state === "hearing" && simulatedLevels)
          ? true
          : undefined;
      },
      60,
      demo.log,
    );
  });

  test.each(SCREENS.flatMap((path) => ["zh-CN", "en"].map((language) => ({ path, language }))))(
    "/$path in $language has no serious accessibility fault and no sideways scrolling at 360 px",
    { timeout: 60_000 },
    async ({ path, language }) => {
      await page.setViewportSize({ width: 360, height: 800 });
      await page.goto(`${address}/${path}`);
      await page.evaluate(([name, value]) => localStorage.setItem(name!, value!), ["probewarden.language", language]);
      await page.reload();
      // The outline that stands there until the words are loaded has a main too.
      await page.locator(".shell:not(.outline) main").waitFor();
      await expect.poll(() => page.locator("html").getAttribute("lang")).toBe(language);
      expect(await seriousFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    },
  );

  test(
    "the Chinese screens hold no English but terms, names and identifiers, and say that levels are simulated",
    { timeout: 120_000 },
    async () => {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(address);
      await page.evaluate(() => localStorage.setItem("probewarden.language", "zh-CN"));
      const items = async (path: string) =>
        ((await (await fetch(`${address}/api/${path}`)).json()) as { items: Record<string, string>[] }).items;
      // A collector is called as its machine is.
      const named = [...(await items("venues")), ...(await items("sensors"))].map(({ name }) => name ?? "");
      named.push(hostname());
      const details = [
        ...(await items("suspects")).map(({ suspectId }) => `suspects/${suspectId}`),
        ...(await items("cameras")).map(({ cameraId }) => `cameras/${cameraId}`),
        ...(await items("sensors")).map(({ sensorId }) => `sensors/${sensorId}`),
      ];
      for (const path of [...SCREENS, ...details]) {
        await page.goto(`${address}/${path}`);
        await page.locator("main :is(h1, h2, .look)").first().waitFor();
        await page.locator(".skeleton").first().waitFor({ state: "detached" });
        expect(await foreignWords(page, named), path).toEqual([]);
        await expect
          .poll(() => page.locator("main").innerText(), { message: path })
          .toSatisfy((text: string) => !text.includes("dBm") || text.includes("信号强度为模拟值"));
      }
    },
  );

  test("the page asked nobody but its own collector, and complained of nothing", () => {
    expect(
      asked.filter((url) => !url.startsWith(address) && !url.startsWith("data:") && !url.startsWith("blob:")),
    ).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
