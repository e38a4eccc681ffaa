import type { Alert } from "@probewarden/contract";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FixtureAlerts } from "../../dashboard/dev/fixture-alerts.ts";
import { sensors, suspects, venues } from "../../dashboard/dev/fixture-data.ts";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { foreignWords } from "./foreign-words.ts";
import { launched } from "./launched.ts";

const [VENUE] = venues;
const AGO = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const alert = (at: number, more: Partial<Alert> = {}): Alert => ({
  alertId: `alert-${at}`,
  venueId: VENUE!.venueId,
  suspectId: `box-${at}`,
  suspicion: "probe-box",
  band: "strong",
  state: "open",
  stage: "new",
  revision: 1,
  openedAt: AGO(20 * at),
  raisedAt: AGO(20 * at),
  changedAt: AGO(20 * at),
  delivery: "sent",
  ...more,
});
const three = [alert(1), alert(2, { suspicion: "impostor" }), alert(3, { suspicion: "disruption", band: "suspected" })];

let browser: Browser;
let server: FixtureServer;
let page: Page;
const lines = () => page.locator(".inbox .long-list .rows > li");
const dialog = () => page.getByRole("dialog");
const sent = (): { alerts: { alertId: string; revision: number }[]; what: { step: string } }[] =>
  server.changes.flatMap((change) => {
    const [, body] = change.split("POST /api/alerts/steps ");
    return body === undefined ? [] : [JSON.parse(body)];
  });

async function open(
  alerts: readonly Alert[],
  options: BrowserContextOptions = {},
  looked?: number,
  search = "",
): Promise<void> {
  server = new FixtureServer();
  server.alerts = new FixtureAlerts(alerts);
  const address = await server.start();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "zh-CN",
    reducedMotion: "reduce",
    ...options,
  });
  if (looked !== undefined)
    await context.addInitScript((at) => localStorage.setItem("probewarden.inbox.looked", String(at)), looked);
  page = await context.newPage();
  await page.goto(`${address}/inbox${search}`);
  await lines().first().waitFor();
}

describe.skipIf(missing(CHROMIUM))("the inbox (needs chromium)", () => {
  beforeAll(async () => {
    browser = await launched();
  });
  afterAll(async () => await browser?.close());
  afterEach(async () => {
    await page.context().close();
    await server.stop();
  });

  test("is worked through by keys alone: down, acknowledge, undo, close with a reason; the focus goes on", async () => {
    await open(three);
    // What is wrong with our own boxes stands above.
    const isOnAlert = () => page.evaluate(() => document.activeElement?.closest(".inbox-line") !== null);
    while (!(await isOnAlert())) await page.keyboard.press("j");
    await page.keyboard.press("a");
    await lines().first().getByText("已知道 · demo").waitFor();
    await page.keyboard.press("z");
    await lines().first().getByText("未看").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("e");
    await dialog().getByLabel("理由").fill("拆掉了");
    await dialog().getByRole("button", { name: "关闭" }).click();
    await expect.poll(() => lines().count()).toBe(2);
    await page.getByText("已关闭 1 条").waitFor();
    expect(sent().map(({ what }) => what.step)).toEqual(["acknowledge", "undo", "close"]);
    await page.keyboard.press("z");
    await expect.poll(() => lines().count()).toBe(3);
    await page.keyboard.press("?");
    await dialog().getByText("撤销上一步").waitFor();
  });

  test("whoever comes by the link of a notice takes its alert with one press, and is asked once", async () => {
    await open(three, {}, undefined, "?alert=alert-2");
    await dialog().getByText("仿冒", { exact: false }).first().waitFor();
    await dialog().locator("button.primary").click();
    await expect
      .poll(() => sent().map(({ alerts, what }) => [alerts[0]?.alertId, what.step]))
      .toEqual([["alert-2", "take"]]);
    expect(new URL(page.url()).search).toBe("");
    await page.reload();
    await lines().first().waitFor();
    expect(await dialog().count()).toBe(0);
  });

  test("what happens while somebody types a reason leaves the dialog and the words, and is said; what is sent goes by what was shown", async () => {
    await open(three);
    await lines().first().getByRole("link").first().focus();
    await page.keyboard.press("e");
    const reason = dialog().getByLabel("理由");
    await reason.pressSequentially("保安说是物业的");
    const grown = server.alerts.change("alert-1", { raised: { at: AGO(0), reasons: ["higher-band"] } });
    server.tell("alert", grown!);
    await dialog().getByText("可疑程度升高了", { exact: false }).waitFor();
    // Its suspect and its line may change, too, and go.
    server.tell("alert", { ...grown!, venueId: "elsewhere" });
    await reason.pressSequentially("，明天复查");
    expect(await reason.inputValue()).toBe("保安说是物业的，明天复查");
    await dialog().getByRole("button", { name: "关闭" }).click();
    await dialog().waitFor({ state: "detached" });
    expect(sent()).toEqual([
      { alerts: [{ alertId: "alert-1", revision: 2 }], what: { step: "close", reason: "保安说是物业的，明天复查" } },
    ]);
  });

  test("what moved on before anybody could show it is refused, said, and the words are still there to be sent", async () => {
    await open(three);
    await lines().first().getByRole("link").first().focus();
    await page.keyboard.press("e");
    await dialog().getByLabel("理由").fill("误报");
    // Nobody is told, and who asks for the list is answered as before.
    server.long.set("/api/alerts", three);
    server.alerts.change("alert-1", { stage: "in-work", assignee: "李强", stepBy: "李强" });
    await dialog().getByRole("button", { name: "关闭" }).click();
    await dialog().getByText("处理中 · 李强", { exact: false }).waitFor();
    await expect.poll(() => dialog().getByLabel("理由").inputValue()).toBe("误报");
    await dialog().getByRole("button", { name: "关闭" }).click();
    await dialog().waitFor({ state: "detached" });
    expect(server.alerts.rows.find(({ alertId }) => alertId === "alert-1")).toMatchObject({
      stage: "closed",
      reason: "误报",
    });
  });

  test("somebody else settled it meanwhile: the dialog says who, keeps the words, and sends nothing", async () => {
    await open(three);
    await lines().first().getByRole("link").first().focus();
    await page.keyboard.press("e");
    await dialog().getByLabel("理由").fill("误报");
    server.tell("alert", server.alerts.change("alert-1", { state: "closed", stage: "closed", closedBy: "李强" })!);
    await dialog().getByText("已由 李强 了结", { exact: false }).waitFor();
    await expect.poll(() => dialog().getByLabel("理由").inputValue()).toBe("误报");
    await expect.poll(() => dialog().getByRole("button", { name: "关闭" }).isDisabled()).toBe(true);
    expect(sent()).toEqual([]);
  });

  test("many are selected and closed at once, and what could not be done is said", async () => {
    await open(three);
    await lines().first().waitFor();
    await page.getByRole("button", { name: "全选" }).click();
    await page.getByText("已选 3 条").waitFor();
    server.alerts.rows.pop();
    await page.keyboard.press("a");
    await page.getByText("已标记 2 条").waitFor();
    await page.getByText("1 条没有改动", { exact: false }).waitFor();
  });

  test("authorise asks for document, end in the venue's time, and reason, and take for whose hands", async () => {
    await open(three, { timezoneId: "UTC" });
    await lines().first().getByRole("link").first().focus();
    await page.keyboard.press("u");
    await dialog().getByLabel("依据文件", { exact: false }).fill("网信备 2026-7");
    await dialog().getByLabel("理由").fill("客流统计，已备案");
    const authorise = dialog().getByRole("button", { name: "授权" });
    await expect.poll(() => authorise.isDisabled()).toBe(true);
    await dialog().getByLabel("到什么时候").fill("2099-01-01T08:00");
    await dialog().getByText("场所当地时间：中国标准时间").waitFor();
    const file = dialog().locator("input[type=file]");
    await file.setInputFiles({ name: "大.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(5 * 1024 * 1024) });
    await expect.poll(() => authorise.isDisabled()).toBe(true);
    await file.setInputFiles({ name: "许可证.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
    await authorise.click();
    await expect.poll(() => lines().count()).toBe(2);
    // Eight in the morning in Shanghai, where the browser has midnight.
    expect(sent()[0]?.what).toMatchObject({ until: "2099-01-01T00:00:00.000Z" });
    expect(sent()[0]?.what).toMatchObject({ file: { name: "许可证.pdf", content: btoa("%PDF-1.7") } });
    await page.getByRole("button", { name: "已了结" }).click();
    await lines().first().getByText("网信备 2026-7", { exact: false }).waitFor();
    await page.getByRole("button", { name: "待处理" }).click();
    await lines().first().getByRole("link").first().focus();
    await page.keyboard.press("t");
    await dialog().getByRole("button", { name: "我来处理" }).click();
    await lines().getByText("处理中 · demo", { exact: false }).waitFor();
  });

  test("the morning says what the night brought, and shows it alone", async () => {
    const night = [
      alert(1, { openedAt: AGO(30), endedAt: AGO(10), changedAt: AGO(10) }),
      alert(2, { openedAt: AGO(3_000), changedAt: AGO(20), raised: { at: AGO(20), reasons: ["came-back"] } }),
      alert(3, { openedAt: AGO(3_000), changedAt: AGO(2_000) }),
    ];
    await open(night, {}, Date.now() - 8 * 3_600_000);
    await page.getByText("新 1、再次出现 1", { exact: false }).waitFor();
    await page.getByText("已结束，还没有人看过").waitFor();
    await page.locator(".since-looked").getByRole("button", { name: "有变化" }).click();
    await expect.poll(() => lines().count()).toBe(2);
    await page.getByRole("button", { name: "标记为看过" }).click();
    await page.locator(".since-looked").waitFor({ state: "detached" });
  });

  test("a filter is saved under a name and found again after a reload", async () => {
    await open(three);
    await page.getByText("筛选", { exact: true }).click();
    await page.getByLabel("可疑程度").selectOption("suspected");
    await expect.poll(() => lines().count()).toBe(1);
    await page.getByLabel("名称").fill("夜班");
    await page.getByRole("button", { name: "保存筛选" }).click();
    await page.reload();
    await expect.poll(() => lines().count()).toBe(3);
    await page.getByRole("button", { name: "夜班", exact: true }).click();
    await expect.poll(() => lines().count()).toBe(1);
  });

  test("eleven boxes of one kind are one line, and what is done with it is done with all", async () => {
    const boxes = Array.from({ length: 11 }, (_, at) => alert(at, { kind: "kind-one" }));
    await open([...boxes, alert(20)]);
    await lines().first().getByRole("link", { name: "同类设备 11 台", exact: false }).waitFor();
    await expect.poll(() => lines().count()).toBe(2);
    await lines().first().getByRole("button", { name: "知道了" }).click();
    await page.getByText("已标记 11 条").waitFor();
  });

  test("no view shows a number before the collector has counted", async () => {
    server = new FixtureServer();
    server.alerts = new FixtureAlerts(three);
    server.silent.add("/api/alerts").add("/api/alerts/counts");
    const address = await server.start();
    page = await (await browser.newContext({ locale: "zh-CN" })).newPage();
    await page.goto(`${address}/inbox`);
    const view = page.getByRole("group", { name: "查看范围" }).getByRole("button", { name: "待处理" });
    await page.locator(".skeleton").waitFor();
    await expect.poll(() => view.innerText()).toBe("待处理");
    server.silent.clear();
    await page.reload();
    await expect.poll(async () => (await view.innerText()).replaceAll(/\s/g, "")).toBe("待处理3");
    await expect.poll(() => page.locator("h1").innerText()).toBe("收件箱");
  });

  test.each(["zh-CN", "en"])(
    "the buttons of a line stay on one line and inside it at every width, %s",
    async (locale) => {
      await open(
        [alert(1), alert(2, { stage: "acknowledged" }), ...[3, 4].map((at) => alert(at, { kind: "kind-one" }))],
        {
          locale,
        },
      );
      for (const width of [360, 561, 640, 768, 1024, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        const faults = await lines().evaluateAll((all) =>
          all.flatMap((line) => {
            const { left, right } = line.getBoundingClientRect();
            return [...line.querySelectorAll<HTMLElement>(".aside .button")]
              .filter((button) => {
                const box = button.getBoundingClientRect();
                const isCut = button.scrollWidth > button.clientWidth;
                return isCut || box.height > 44 || box.left < left || box.right > right;
              })
              .map((button) => button.innerText);
          }),
        );
        expect(faults, `${width} px`).toEqual([]);
        const beside = await lines().evaluateAll((all) =>
          all.map(
            (line) =>
              new Set([...line.querySelectorAll(".aside .button")].map((one) => one.getBoundingClientRect().top)).size,
          ),
        );
        expect(beside, `${width} px`).toEqual(beside.map(() => 1));
      }
    },
  );

  test("with a mouse, too, each step is found on the line; a choice that is empty says so, and speaks of no filter", async () => {
    await open([alert(1)]);
    await lines().first().getByRole("button", { name: "更多…" }).click();
    for (const step of ["我来处理", "稍后", "授权"])
      await lines().first().getByRole("button", { name: step, exact: false }).waitFor();
    await lines().first().getByRole("group").getByRole("button", { name: "关闭" }).click();
    await dialog().getByLabel("理由").fill("拆掉了");
    await dialog().getByRole("button", { name: "关闭" }).click();
    await page.getByRole("button", { name: "已了结" }).click();
    await lines().first().getByRole("button", { name: "更多…" }).click();
    await lines().first().getByRole("button", { name: "撤销" }).click();
    await page.getByText("这里现在没有告警").waitFor();
    expect(await page.getByText("没有符合筛选条件的告警").count()).toBe(0);
  });

  test("who touches is told of no key", async () => {
    await open(three, { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });
    await lines().first().getByRole("button", { name: "更多…" }).click();
    await lines().first().getByRole("button", { name: "稍后" }).waitFor();
    await expect.poll(() => page.locator("kbd").filter({ visible: true }).count()).toBe(0);
  });

  test("who asked for a second person is offered to take it back, and nobody else is", async () => {
    await open(three);
    const takeBack = page.getByRole("button", { name: "撤回", exact: true });
    await page.getByRole("button", { name: "批准", exact: true }).waitFor();
    expect(await takeBack.count()).toBe(0);
    server.person = "王敏";
    await page.reload();
    await takeBack.click();
    await expect.poll(() => server.changes.filter((change) => change.includes("/take-back")).length).toBe(1);
  });

  test("maintenance is announced in the venue's time and stands in the list", async () => {
    await open(three, { timezoneId: "UTC" });
    await page.getByText("维护时段", { exact: true }).click();
    await page.getByLabel("结束", { exact: true }).fill("2099-01-01T08:00");
    await page.getByLabel("原因").fill("换交换机");
    await page.getByRole("button", { name: "预定维护" }).click();
    await page.getByText("换交换机 · demo", { exact: false }).waitFor();
    const [announced] = server.changes.filter((change) => change.includes("/maintenance"));
    expect(announced).toMatch(
      /^POST \/api\/venues\/venue-demo\/maintenance .*"until":"2099-01-01T00:00:00.000Z","reason":"换交换机"/,
    );
  });

  test("of 5,000 alerts draws no more rows than are seen", async () => {
    const many = Array.from({ length: 5_000 }, (_, at) => alert(at));
    server = new FixtureServer();
    server.long.set("/api/alerts", many);
    const address = await server.start();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "zh-CN" })).newPage();
    await page.goto(`${address}/inbox`);
    await lines().first().waitFor();
    await expect.poll(() => lines().count()).toBeLessThanOrEqual(60);
    expect(Number(await lines().first().getAttribute("aria-setsize"))).toBe(500);
    // What is not loaded is counted all the same, and what is done is done with what is loaded.
    await page.getByRole("button", { name: "待处理 5000" }).waitFor();
    await page.getByRole("button", { name: "全选已载入的 500 条（共 5000 条）" }).click();
    await page.getByText("已选 500 条").waitFor();
    await page.getByRole("button", { name: "关闭 500" }).waitFor();
  });

  test("a filter finds what is not loaded, its choices say how many, and what is told live is counted", async () => {
    const many = Array.from({ length: 1_200 }, (_, at) => alert(at, at === 1_100 ? { suspicion: "impostor" } : {}));
    await open(many);
    await page.getByText("筛选", { exact: true }).click();
    const kind = page.getByLabel("类别");
    await kind
      .getByText("仿冒", { exact: false })
      .and(page.locator("option", { hasText: "(1)" }))
      .waitFor({ state: "attached" });
    await kind.selectOption("impostor");
    await expect.poll(() => lines().count()).toBe(1);
    const view = page.getByRole("group", { name: "查看范围" }).getByRole("button", { name: "待处理" });
    await expect.poll(async () => (await view.innerText()).replaceAll(/\s/g, "")).toBe("待处理1");
    const another = alert(1_300, { suspicion: "impostor" });
    server.alerts.rows.unshift(another);
    server.tell("alert", another);
    await expect.poll(() => lines().count()).toBe(2);
    await expect.poll(async () => (await view.innerText()).replaceAll(/\s/g, "")).toBe("待处理2");
    // It fits no more: it goes, and its number with it.
    server.tell("alert", server.alerts.change("alert-1300", { state: "closed", stage: "closed" })!);
    await expect.poll(() => lines().count()).toBe(1);
    await expect.poll(async () => (await view.innerText()).replaceAll(/\s/g, "")).toBe("待处理1");
  });

  test.each([
    ["zh-CN", "light", 1280],
    ["zh-CN", "dark", 360],
    ["en", "light", 360],
  ] as const)(
    "has no serious fault of access, fits and speaks its language: %s, %s, %i px",
    async (locale, scheme, width) => {
      const mixed = [
        alert(1, { kind: "kind-one" }),
        alert(2, { kind: "kind-one" }),
        alert(3, { stage: "in-work", assignee: "王敏", stepBy: "王敏", overdue: true, dueAt: AGO(5) }),
        alert(4, { endedAt: AGO(3), suspectId: suspects[0]!.suspectId }),
      ];
      await open(mixed, { locale, colorScheme: scheme, viewport: { width, height: 740 } });
      await lines().first().waitFor();
      await lines().first().getByRole("button").last().click();
      await lines().first().locator("input").check();
      expect(await seriousFaults(page)).toEqual([]);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over).toBeLessThanOrEqual(0);
      if (locale === "en") return;
      const names = [...venues.map(({ name }) => name), ...sensors.map(({ name }) => name)];
      expect(await foreignWords(page, names)).toEqual([]);
    },
  );
});
