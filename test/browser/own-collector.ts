import type { Page } from "playwright-core";
import { freePort, until, type Running, type Sandbox } from "../road/sandbox.ts";

/** Where the collector's program stands. */
export const COLLECTOR = "collector/src/main/main.ts";
const PASSWORD = "the first long password";

/** What `init` made, and said once. */
export interface Made {
  /** Its folder, and the configuration in it. */
  data: string;
  config: string;
  /** Where browsers find it. */
  address: string;
  /** Makes the first account. */
  firstLink: string;
  /** Fingerprint of the key that signs packages: what whoever verifies one is told on the telephone. */
  fingerprint: string;
}

/** A collector as `init` makes it, on ports of its own; it is not started. */
export async function initCollector(sandbox: Sandbox): Promise<Made> {
  const [http, mqtt] = [await freePort(), await freePort()];
  const data = `${sandbox.folder}/data`;
  const ports = ["--http-port", String(http), "--mqtt-port", String(mqtt)];
  const said = await sandbox.command(COLLECTOR, "init", "--data-dir", data, "--host", "localhost", ...ports);
  const [, token = ""] = /first-account#([\w-]+)/.exec(said) ?? [];
  const [, fingerprint = ""] = /^\s+SHA-256 ([0-9a-f]{64})$/m.exec(said) ?? [];
  const address = `https://localhost:${http}`;
  return {
    data,
    config: `${data}/collector.yaml`,
    address,
    firstLink: `${address}/first-account#${token}`,
    fingerprint,
  };
}

/** Makes an account with a one-time link, and is signed in. */
export async function enter(page: Page, link: string, name: string, collector: Running): Promise<void> {
  await until("the page of the link", () => page.goto(link).then(Boolean, () => undefined), 120, collector.log);
  await page.getByLabel("账号").fill(name);
  await page.getByLabel("密码（至少 12 个字符）").fill(PASSWORD);
  await page.getByRole("button", { name: "建立并登录" }).click();
}

/** The link that an administrator makes for somebody with this role. */
export async function invite(administrator: Page, address: string, role: string, name: string): Promise<string> {
  await administrator.goto(`${address}/people`);
  const form = administrator.locator("section", { has: administrator.getByRole("heading", { name: "邀请" }) });
  await form.getByLabel("给谁").fill(name);
  await form.getByLabel(role).check();
  await form.getByRole("button", { name: "生成链接" }).click();
  const link = form.locator(".link-of-chain");
  await link.waitFor();
  return (await link.textContent()) ?? "";
}
