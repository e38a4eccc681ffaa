import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, missing } from "../road/needs.ts";
import { Sandbox, type Running } from "../road/sandbox.ts";
import { seriousFaults } from "./axe.ts";
import { launched } from "./launched.ts";
import { COLLECTOR, enter, initCollector, invite } from "./own-collector.ts";

const CHIEF = "王敏";
const TODAY = "需要你处理";

const sandbox = new Sandbox();
let browser: Browser;
let collector: Running;
let address: string;
let chief: Page;

const another = (): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "zh-CN", ignoreHTTPSErrors: true });

/** Somebody new, in a browser of their own. */
async function enterAs(link: string, name: string): Promise<Page> {
  const page = await (await another()).newPage();
  await enter(page, link, name, collector);
  return page;
}
const inviteTo = (role: string, name: string): Promise<string> => invite(chief, address, role, name);

async function begin(): Promise<void> {
  const made = await initCollector(sandbox);
  collector = sandbox.startSource(COLLECTOR, ["run", "--config", made.config]);
  ({ address } = made);
  browser = await launched();
  chief = await enterAs(made.firstLink, CHIEF);
  await chief.getByRole("heading", { name: TODAY }).waitFor();
}

async function end(): Promise<void> {
  await browser?.close();
  await collector?.end("SIGTERM");
  await sandbox.clear();
}

describe.skipIf(missing(CHROMIUM))("people (needs chromium)", () => {
  beforeAll(begin, 240_000);
  afterAll(end, 30_000);

  test(
    "each role is invited, comes in where its work is, and is refused kindly where it is not",
    { timeout: 400_000 },
    async () => {
      const refused = "你的账号不能打开这一页";
      // A role, what stands at its first page, a page of its own, and one that it may not open.
      const entries = [
        ["技术员", "安装传感器", ["/sensors", "传感器"], "/people"],
        ["值班员", TODAY, ["/inbox", "收件箱"], "/audit"],
        ["检查员", TODAY, ["/cameras", "摄像头"], "/people"],
        ["审批员", TODAY, ["/venue", undefined], "/audit"],
        ["审计员", TODAY, ["/audit", "审计记录"], undefined],
        ["管理员", "服务器", ["/people", "人员"], "/inbox"],
      ] as const;
      for (const [role, first, [own, heading], forbidden] of entries) {
        const page = await enterAs(await inviteTo(role, role), `${role}甲`);
        await page.getByText(first).first().waitFor();
        await page.goto(address + own);
        if (heading !== undefined) await page.getByRole("heading", { name: heading, exact: true }).first().waitFor();
        expect(await page.getByText(refused).count(), role).toBe(0);
        if (forbidden !== undefined) {
          await page.goto(address + forbidden);
          await page.getByText(refused).waitFor();
          await page.getByText(`你现在的角色：${role}`).waitFor();
          expect(await seriousFaults(page), role).toEqual([]);
        }
        await page.context().close();
      }
    },
  );

  test("the auditor finds who invited whom, and that the record is whole", { timeout: 120_000 }, async () => {
    const page = await enterAs(await inviteTo("审计员", "乙"), "审计乙");
    await page.getByRole("heading", { name: TODAY }).waitFor();
    await page.goto(`${address}/audit`);
    await page.getByText("邀请了一个人").first().waitFor();
    await page.getByRole("button", { name: "检查是否完整" }).click();
    await page.getByText(/^完整：共 \d+ 条/).waitFor();
    await page.goto(`${address}/people`);
    await page.getByText("值班员甲").waitFor();
    expect(await page.getByRole("button", { name: "管理", exact: true }).count()).toBe(0);
  });

  test("who is shut is out at once, where the page stands open", { timeout: 120_000 }, async () => {
    const page = await enterAs(await inviteTo("值班员", "丙"), "丙丙");
    await page.getByRole("heading", { name: TODAY }).waitFor();
    await chief.goto(`${address}/people`);
    const row = chief.locator(".person", { hasText: "丙丙" });
    await row.getByRole("button", { name: "管理", exact: true }).click();
    await row.getByRole("button", { name: "停用" }).click();
    await row.getByText("已停用").waitFor();
    await page.getByRole("button", { name: "登录" }).waitFor();
    expect(await seriousFaults(chief)).toEqual([]);
  });
});
