import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, missing } from "../road/needs.ts";
import { freePort, Sandbox, until, type Running } from "../road/sandbox.ts";
import { seriousFaults } from "./axe.ts";
import { foreignWords } from "./foreign-words.ts";
import { launched } from "./launched.ts";

const MAIN = "collector/src/main/main.ts";
const NAME = "王敏";
const OLD = "the first long password";
const NEW = "正确的马电池订书钉一二三";

const sandbox = new Sandbox();
let browser: Browser;
let collector: Running;
let address: string;
let page: Page;

/** A browser of its own: nothing is shared with another but the collector. */
async function another(): Promise<BrowserContext> {
  const viewport = { width: 360, height: 740 };
  // The authority is the collector's own, and no browser's.
  return browser.newContext({ viewport, locale: "zh-CN", reducedMotion: "reduce", ignoreHTTPSErrors: true });
}

async function signIn(context: BrowserContext, password: string): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(`${address}/settings`);
  await tab.getByLabel("账号").fill(NAME);
  await tab.getByLabel("密码").fill(password);
  await tab.getByRole("button", { name: "登录" }).click();
  return tab;
}

async function begin(): Promise<void> {
  const [http, mqtt] = [await freePort(), await freePort()];
  const data = `${sandbox.folder}/data`;
  const ports = ["--http-port", String(http), "--mqtt-port", String(mqtt)];
  const said = await sandbox.command(MAIN, "init", "--data-dir", data, "--host", "localhost", ...ports);
  const [, token = ""] = /first-account#([\w-]+)/.exec(said) ?? [];
  collector = sandbox.startSource(MAIN, ["run", "--config", `${data}/collector.yaml`]);
  address = `https://localhost:${http}`;
  browser = await launched();
  page = await (await another()).newPage();
  await until(
    "the collector's page",
    () => page.goto(`${address}/first-account#${token}`).then(Boolean, () => undefined),
    120,
    collector.log,
  );
  await page.getByLabel("账号").fill(NAME);
  await page.getByLabel("密码（至少 12 个字符）").fill(OLD);
  await page.getByRole("button", { name: "建立并登录" }).click();
  await page.getByRole("heading", { name: "需要你处理" }).waitFor();
}

async function end(): Promise<void> {
  await browser?.close();
  await collector?.end("SIGTERM");
  await sandbox.clear();
}

describe.skipIf(missing(CHROMIUM))("one's own password (needs chromium)", () => {
  beforeAll(begin, 240_000);
  afterAll(end, 30_000);

  test(
    "is changed by keyboard on a phone: mistakes in words, other browsers out, this one in",
    { timeout: 120_000 },
    async () => {
      const other = await signIn(await another(), OLD);
      await other.getByText(`已登录：${NAME}`).waitFor();

      await page.goto(`${address}/settings`);
      await page.getByRole("link", { name: "修改密码" }).click();
      await page.getByText("在其他浏览器和设备上的登录会全部结束", { exact: false }).waitFor();
      const field = (label: string) => page.getByLabel(label, { exact: true });
      const focused = () => page.evaluate(() => document.activeElement?.id);
      const why = async (): Promise<string> => (await page.locator("form").getByRole("alert").innerText()).trim();
      const send = () => page.keyboard.press("Enter");

      await field("现在的密码").focus();
      await send();
      await expect.poll(why).toBe("请输入现在的密码。");
      await page.keyboard.type("not this one");
      await page.keyboard.press("Tab");
      await page.keyboard.type("short");
      await send();
      await expect.poll(why).toBe("新密码太短：至少 12 个字符，现在 5 个。");
      await expect.poll(focused).toBe(await field("新密码（至少 12 个字符）").getAttribute("id"));
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.insertText(NEW);
      await send();
      await expect.poll(why).toBe("两次输入的新密码不一致。");
      await page.keyboard.insertText(NEW);
      expect(await seriousFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await send();
      await page.getByText("现在的密码不对", { exact: false }).waitFor();
      expect(await foreignWords(page, [])).toEqual([]);
      await expect.poll(focused).toBe(await field("现在的密码").getAttribute("id"));
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type(OLD);
      await send();
      await page.getByText("密码已修改").waitFor();
      await expect.poll(() => field("新密码（至少 12 个字符）").inputValue()).toBe("");

      await other.getByRole("button", { name: "登录" }).waitFor();
      await page.reload();
      await page.getByText(`已登录：${NAME}`).waitFor();
      const again = await signIn(await another(), OLD);
      await again.getByText("账号或密码不对").waitFor();
      await again.getByLabel("密码").fill(NEW);
      await again.getByRole("button", { name: "登录" }).click();
      await again.getByText(`已登录：${NAME}`).waitFor();
    },
  );

  test("is asked for in English too", async () => {
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { name: "Change password" }).waitFor();
    await page.getByText("signed out in every other browser", { exact: false }).waitFor();
    await expect.poll(() => page.getByRole("button", { name: "Change password" }).isVisible()).toBe(true);
  });
});
