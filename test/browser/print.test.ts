// Papers in a browser: what stands on the page stands in the PDF, in Chinese and in English, as text that can be found and copied.
import { readFileSync } from "node:fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { launched } from "./launched.ts";

const day = new Date().toISOString().slice(0, 10);
/** Each paper: where it is opened, by which words, and what must stand on it. */
const PAPERS: readonly (readonly [from: string, link: RegExp, zh: readonly string[], en: readonly string[]])[] = [
  [
    "/suspects/suspect-karma",
    /打印|Print/,
    ["疑似设备记录", "为什么", "观察到的现象", "可能的无辜解释", "决定"],
    ["Record of a suspect", "What was seen", "What would make it innocent", "Decisions"],
  ],
  [
    "/venue/venue-demo/floor-b1",
    /打印|Print/,
    ["场所情况", "位置与覆盖", "三号门 Door 3", "没有传感器能听到"],
    ["State of a venue", "Places and coverage", "no sensor hears some"],
  ],
  [
    `/print/day/venue-demo/${day}`,
    /./,
    ["单日记录", day, "按当时所知记录", "监听情况"],
    ["Record of a day", day, "As it was known then"],
  ],
  [
    "/ladder",
    /交接单|Hand-over/,
    [
      "传感器交接单",
      "6 台中",
      "其中已连续正常 10 分钟的",
      "听不到的部分",
      "一号门 Door 1",
      "王敏",
      "移交人",
      "无线网卡不见了",
    ],
    ["Hand-over of sensors", "of 6", "without a break for 10 minutes", "What is not heard", "Handed over by"],
  ],
];

async function textOf(octets: Uint8Array): Promise<{ text: string; pages: number }> {
  const document = await getDocument({ data: octets, verbosity: 0 }).promise;
  let text = "";
  for (let page = 1; page <= document.numPages; page += 1) {
    const { items } = await (await document.getPage(page)).getTextContent();
    text += items.map((item) => ("str" in item ? item.str : "")).join("");
  }
  return { text, pages: document.numPages };
}
/** Lines are broken anywhere between Han: compared without blanks. */
const tight = (text: string): string => text.replaceAll(/\s/g, "");

describe.skipIf(missing(CHROMIUM))("papers (needs chromium)", () => {
  let browser: Browser;
  let server: FixtureServer;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await launched();
  });
  afterAll(async () => await browser?.close());
  beforeEach(async () => {
    complaints.length = 0;
    server = new FixtureServer();
    server.person = "王敏";
  });
  afterEach(async () => {
    await page.close();
    await server.stop();
  });

  test.each(["zh-CN", "en"] as const)(
    "in %s each is one press away from its screen, and a PDF of text",
    async (locale) => {
      const address = await server.start();
      page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale, reducedMotion: "reduce" });
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      for (const [from, link, zh, en] of PAPERS) {
        await page.goto(address + from);
        if (!from.startsWith("/print")) await page.locator("main a.button").filter({ hasText: link }).first().click();
        await page.locator(".paper").waitFor();
        const words = locale === "en" ? en : zh;
        const shown = tight((await page.locator(".paper").textContent()) ?? "");
        for (const word of words) expect(shown, from).toContain(tight(word));
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page.locator(".row-of-buttons .primary").click(),
        ]);
        const { text, pages } = await textOf(new Uint8Array(readFileSync(await download.path())));
        for (const word of words) expect(tight(text), `${from}: ${text.slice(0, 400)}`).toContain(tight(word));
        expect(pages).toBeLessThan(12);
      }
      expect(complaints).toEqual([]);
    },
  );

  test("a font that cannot be had is said, and the paper stays", async () => {
    const address = await server.start();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "zh-CN" });
    await page.route(/\.otf$/, (route) => route.abort());
    await page.goto(`${address}/print/suspect/suspect-karma`);
    await page.getByRole("button", { name: "保存为 PDF" }).click();
    await page.getByText("未能生成 PDF").waitFor();
    expect(await page.locator(".paper h1").textContent()).toBe("疑似设备记录");
    // Figures stay in one line: "+46" over two reads as another number.
    const cells = page.locator(".paper td.short", { hasText: /^[+−]\d+$/ });
    expect(await cells.count()).toBeGreaterThan(2);
    for (const cell of await cells.all()) {
      const lines = await cell.evaluate((td) => {
        const range = document.createRange();
        range.selectNodeContents(td);
        return new Set([...range.getClientRects()].map(({ top }) => top)).size;
      });
      expect(lines).toBe(1);
    }
    // On a phone each row is a block, and nothing is cut.
    await page.setViewportSize({ width: 360, height: 740 });
    const cut = await page
      .locator(".paper .scroll")
      .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
    expect(cut).toBe(0);
    // A venue without a sensor and a floor says so, and no heading is empty.
    await page.route(/\/api\/sensors(\?|$)/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), items: [] } });
    });
    await page.goto(`${address}/print/hand-over/venue-demo`);
    await page.getByText("本场所还没有传感器：到处都听不到。").waitFor();
    expect(await page.getByText("所有传感器都正常").count()).toBe(0);
  });
});
