import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, missing } from "../road/needs.ts";
import { CLIENT_SECRET, startRealProvider, type RealProvider } from "../road/real-provider.ts";
import { answersWell, freePort, Sandbox, until, type Running } from "../road/sandbox.ts";
import { seriousFaults } from "./axe.ts";
import { foreignWords } from "./foreign-words.ts";
import { launched } from "./launched.ts";

const MAIN = "collector/src/main/main.ts";
const sandbox = new Sandbox();
let browser: Browser;
let provider: RealProvider;
let collector: Running;
let address: string;
let token: string;

async function begin(): Promise<void> {
  const [http, mqtt, there] = [await freePort(), await freePort(), await freePort()];
  address = `http://localhost:${http}`;
  provider = await startRealProvider(there, address);
  const config = sandbox.write("collector.yaml", {
    dataDir: `${sandbox.folder}/data`,
    http: { port: http },
    mqtt: { port: mqtt },
    oidc: {
      issuer: provider.issuer,
      clientId: "probewarden",
      clientSecretFile: sandbox.write("secret", `${CLIENT_SECRET}\n`),
      publicUrl: address,
      label: "集团账号",
      allow: ["127.0.0.1"],
    },
  });
  const said = await sandbox.command(MAIN, "user", "link", "--config", config);
  [, token = ""] = /first-account#([\w-]+)/.exec(said) ?? [];
  collector = sandbox.startSource(MAIN, ["run", "--config", config]);
  browser = await launched();
  await until("the collector's page", () => answersWell(`${address}/api/health`), 120, collector.log);
}

async function end(): Promise<void> {
  await browser?.close();
  await collector?.end("SIGTERM");
  await provider?.stop();
  await sandbox.clear();
}

const another = (): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 360, height: 740 }, locale: "zh-CN", reducedMotion: "reduce" });

/** The provider's own page. */
async function signInThere(page: Page, login: string): Promise<void> {
  await page.waitForURL(`${provider.issuer}/**`);
  await page.locator("[name=login]").fill(login);
  await page.locator("[name=password]").fill("any");
  await page.locator("[type=submit]").click();
}

describe.skipIf(missing(CHROMIUM))("signing in by the identity provider (needs chromium)", () => {
  beforeAll(begin, 240_000);
  afterAll(end, 30_000);

  test(
    "an invitation, the provider, inside, out, and in again where one wanted to go",
    { timeout: 120_000 },
    async () => {
      const page = await (await another()).newPage();
      const blocked: string[] = [];
      page.on("console", (line) => line.type() === "error" && blocked.push(line.text()));
      await page.goto(`${address}/first-account#${token}`);
      const accept = page.getByRole("button", { name: "用集团账号接受邀请" });
      await accept.waitFor();
      expect(await accept.isDisabled()).toBe(true);
      await page.getByLabel("账号").fill("王敏");
      expect(await seriousFaults(page)).toEqual([]);
      await accept.click();
      await signInThere(page, "person-one");
      await page.getByRole("heading", { name: "需要你处理" }).waitFor();
      expect(new URL(page.url()).search).toBe("");

      await page.goto(`${address}/settings/account`);
      await page.getByText("person-one").waitFor();
      await page.getByText("这个账号没有密码，只能这样登录。").waitFor();
      expect(await page.getByRole("link", { name: "修改密码" }).count()).toBe(0);
      expect(await seriousFaults(page)).toEqual([]);
      expect(await foreignWords(page, [provider.issuer, "person-one"])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

      await page.getByRole("button", { name: "退出登录" }).click();
      const enter = page.getByRole("button", { name: "用集团账号登录" });
      await enter.waitFor();
      await page.goto(`${address}/settings/account`);
      await enter.click();
      // The provider remembers who signed in there.
      await page.getByText("已登录：王敏").waitFor();
      expect(new URL(page.url()).pathname).toBe("/settings/account");
      // Neither the policy of our pages nor that of a cookie stood in the way.
      expect(blocked.filter((text) => /Content Security Policy|cookie/i.test(text))).toEqual([]);
    },
  );

  test("whom nobody invited is told so, in words, and stays out", { timeout: 60_000 }, async () => {
    const page = await (await another()).newPage();
    await page.goto(address);
    await page.getByRole("button", { name: "用集团账号登录" }).click();
    await signInThere(page, "person-two");
    await page.getByText("这里没有与该身份绑定的账号", { exact: false }).waitFor();
    expect(new URL(page.url()).search).toBe("");
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "返回登录" }).click();
    await page.getByRole("button", { name: "登录", exact: true }).waitFor();
  });
});
