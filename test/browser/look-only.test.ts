import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { launched } from "./launched.ts";

let browser: Browser;
let page: Page;
let server: FixtureServer;
let address: string;

/** Each control with the page that has it, and what shows that the page is drawn. */
const CONTROLS = [
  ["/venue/venue-demo", { link: "绘制与摆放" }, ".floor-svg"],
  ["/venue/venue-demo", { button: "添加楼层" }, ".floor-svg"],
  ["/newcomers", { button: "去看看" }, ".newcomer"],
  ["/cameras/camera-one", { button: "记录所见" }, "fieldset.group"],
  ["/settings/channels", { link: "添加渠道" }, "main h1"],
] as const;

const open = async (roles: FixtureServer["roles"], path: string): Promise<void> => {
  server.roles = roles;
  await page.goto(address + path);
};

/** Who may look and not act is offered nothing that would be refused. */
describe.skipIf(missing(CHROMIUM))("controls of who may only look (needs chromium)", () => {
  beforeAll(async () => {
    browser = await launched();
    server = new FixtureServer();
    address = await server.start();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "zh-CN" })).newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test.for(CONTROLS)(
    "%s: what changes something is there for who may, and not for the auditor",
    async ([path, what, drawn]) => {
      const control =
        "link" in what ? page.getByRole("link", { name: what.link }) : page.getByRole("button", { name: what.button });
      await open(["technician", "administrator", "auditor"], path);
      await control.first().waitFor();
      await open(["auditor"], path);
      await page.locator(drawn).first().waitFor();
      expect(await control.count()).toBe(0);
    },
  );

  test("/ leads each role to its first screen, and nothing is asked that it may not have", async () => {
    for (const [roles, path, title, never] of [
      [["administrator"], "/settings", "设置", /\/api\/(suspects|alerts|cameras)/],
      [["technician"], "/ladder", "安装传感器", /\/api\/channels/],
      [["duty-officer"], "/", "今日", /\/api\/channels/],
      [["inspector"], "/", "今日", /\/api\/channels/],
      [["auditor"], "/", "今日", /nothing/],
    ] as const) {
      const asked: string[] = [];
      const note = (request: { url: () => string }): void => void asked.push(request.url());
      page.on("request", note);
      await open([...roles], "/");
      await page.getByText("实时更新中").waitFor();
      await expect.poll(() => new URL(page.url()).pathname, { message: roles[0] }).toBe(path);
      await expect.poll(() => page.title(), { message: roles[0] }).toMatch(new RegExp(`${title} · `));
      page.off("request", note);
      expect(asked.some((url) => url.includes("/api/sensors"))).toBe(true);
      expect(
        asked.filter((url) => never.test(url)),
        roles[0],
      ).toEqual([]);
    }
  });

  test("the tab is called by its screen, and the bar above a short one is no taller on a phone", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const [path, title] of [
      ["/inbox", "收件箱"],
      ["/newcomers", "新发射源"],
      ["/settings/channels", "通知渠道"],
      ["/people", "人员"],
      ["/audit", "审计记录"],
      ["/print/venue/venue-demo", "打印"],
      ["/ladder", "安装传感器"],
    ] as const) {
      await open(["technician", "administrator", "auditor"], path);
      await page.locator("main :is(h1, h2, .look)").first().waitFor();
      await expect.poll(() => page.title(), { message: path }).toContain(title);
      const bar = await page.locator(".topbar").boundingBox();
      expect(bar?.height, path).toBeLessThanOrEqual(56);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("no key of the inbox acts for the auditor", async () => {
    const first = page.locator(".inbox .long-list .rows > li [data-row]").first();
    for (const [roles, dialogs] of [
      [["auditor"], 0],
      [["duty-officer"], 1],
    ] as const) {
      await open(roles, "/inbox");
      await first.focus();
      for (const key of ["a", "u", "e"]) await page.keyboard.press(key);
      await expect.poll(() => page.getByRole("dialog").count(), { message: roles[0] }).toBe(dialogs);
      expect(server.changes.length > 0, roles[0]).toBe(dialogs > 0);
    }
  });

  test("who works alerts has the inbox under the thumb on a phone, and nobody's places are cut", async () => {
    const places = page.locator("nav.places a").filter({ visible: true });
    for (const [roles, inboxes] of [
      [["duty-officer"], 1],
      [["inspector"], 1],
      [["auditor"], 0],
    ] as const) {
      await open(roles, "/");
      await page.setViewportSize({ width: 360, height: 740 });
      await places.first().waitFor();
      const inbox = places.filter({ hasText: "收件箱" });
      await expect.poll(() => inbox.count(), { message: roles[0] }).toBe(inboxes);
      for (const width of [360, 320]) {
        await page.setViewportSize({ width, height: 740 });
        const cut = await places.evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
        expect(cut, `${roles[0]}, ${width} px`).toBe(0);
        expect(
          await places.evaluateAll((all) => Math.min(...all.map((one) => one.clientWidth))),
        ).toBeGreaterThanOrEqual(48);
      }
      if (inboxes > 0) {
        await inbox.click();
        await page.locator(".inbox").waitFor();
      }
      await page.setViewportSize({ width: 1280, height: 900 });
    }
  });
});
