// From a box at night to the evidence in the morning: a real sensor, collector, receiver and browser, and each role at its own work.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { CHROMIUM, missing } from "../road/needs.ts";
import { LAB, ROOT, Sandbox, until, type Running } from "../road/sandbox.ts";
import { launched } from "./launched.ts";
import { madePdf } from "./made-pdf.ts";
import { COLLECTOR, enter, initCollector, invite } from "./own-collector.ts";

const AGENT = "agent/src/main/main.ts";
const TODAY = "需要你处理";

const sandbox = new Sandbox();
const messages: string[] = [];
let receiver: Server;
let browser: Browser;
let collector: Running;
let address: string;
/** The fingerprint that `init` printed: what whoever verifies is told on the telephone. */
let told: string;
let chief: Page;

/** Somebody new, in a browser of their own. */
async function enterAs(link: string, name: string): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", ignoreHTTPSErrors: true, acceptDownloads: true });
  const page = await context.newPage();
  await enter(page, link, name, collector);
  await page.getByRole("heading", { name: TODAY }).waitFor();
  return page;
}
const invited = async (role: string, name: string): Promise<Page> =>
  enterAs(await invite(chief, address, role, name), name);

/** Each message is kept, and answered as a receiver does. */
async function startReceiver(): Promise<number> {
  receiver = createServer((message, answer) => {
    const parts: Buffer[] = [];
    message.on("data", (part: Buffer) => parts.push(part));
    message.on("end", () => {
      messages.push(Buffer.concat(parts).toString("utf8"));
      answer.end("taken by the night shift");
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  return (receiver.address() as AddressInfo).port;
}

/** A collector, and the settings of a sensor that replays a recording of a box. @returns the sensor's configuration */
async function begin(): Promise<string> {
  const { config, firstLink, ...made } = await initCollector(sandbox);
  ({ address, fingerprint: told } = made);
  const settings = parse(readFileSync(config, "utf8")) as object;
  // The receiver of this test is on this machine, which needs the configuration's word.
  writeFileSync(config, stringify({ ...settings, webhook: { allow: ["127.0.0.1"] } }));
  const printed = `${sandbox.folder}/printed.yaml`;
  await sandbox.command(COLLECTOR, "sensor", "add", "door-3", "--out", printed, "--config", config);
  collector = sandbox.startSource(COLLECTOR, ["run", "--config", config]);
  browser = await launched();
  chief = await enterAs(firstLink, "王敏");
  const sensor = readFileSync(printed, "utf8");
  return sandbox.write("agent.yaml", {
    ...(parse(sensor.slice(sensor.indexOf("sensorId:"))) as object),
    dataDir: `${sandbox.folder}/sensor`,
    runtimeDir: `${sandbox.folder}/run`,
    radio: {
      recording: { files: [`${LAB}/karma_onebssid.pcap`], loop: false, startAfterSeconds: 0.5, speed: 10 },
    },
    cameras: { enabled: false },
  });
}

async function end(): Promise<void> {
  await browser?.close();
  receiver?.close();
  await collector?.end("SIGTERM");
  await sandbox.clear();
}

describe.skipIf(missing(CHROMIUM))("from the night to the morning (needs chromium)", () => {
  let agentConfig: string;
  beforeAll(async () => {
    agentConfig = await begin();
  }, 240_000);
  afterAll(end, 60_000);

  test(
    "a box is told and taken at night; in the morning it is decided with a document, packed and verified; the auditor finds each act",
    { timeout: 400_000 },
    async () => {
      // Whoever administers adds a channel, and sees what its receiver says.
      const port = await startReceiver();
      await chief.goto(`${address}/settings/channels/new`);
      await chief.getByLabel("类型").selectOption("webhook");
      await chief.getByLabel("名称").fill("夜班");
      await chief.getByLabel("接收地址").fill(`http://127.0.0.1:${port}/`);
      await chief.getByLabel("签名密钥").fill("of the night shift");
      await chief.getByRole("button", { name: "保存", exact: true }).click();
      await chief.getByRole("button", { name: "发送测试", exact: true }).click();
      await chief.getByText("测试已送达。", { exact: false }).waitFor();
      expect(messages).toHaveLength(1);
      const duty = await invited("值班员", "夜班甲");

      // Night: the sensor hears a box; the message names the alert, and one press takes it.
      const agent = sandbox.startSource(AGENT, ["run", "--config", agentConfig]);
      const message = await until(
        "the message",
        () => messages.find((one) => one.includes("probe-box")),
        90,
        () => [collector.log(), agent.log()].join("\n"),
      );
      const [, alertId = ""] = /"alertId":"([\w-]+)"/.exec(message) ?? [];
      await duty.goto(`${address}/inbox?alert=${alertId}`);
      await duty.getByRole("dialog").locator("button.primary").click();
      await duty.getByText("夜班甲", { exact: false }).nth(1).waitFor();
      await agent.end();

      // Morning: still open in the inbox, and decided with a reason and a document.
      const inspector = await invited("检查员", "检查乙");
      await inspector.goto(`${address}/inbox`);
      await inspector.locator(".inbox .long-list .rows > li").first().getByText("夜班甲", { exact: false }).waitFor();
      const [, suspectId = ""] = /"suspectId":"([\w-]+)"/.exec(message) ?? [];
      await inspector.goto(`${address}/suspects/${suspectId}`);
      await inspector.getByRole("button", { name: "派人到现场" }).click();
      await inspector.getByLabel("理由").fill("昨夜有人看到设备");
      const record = { name: "笔录.pdf", mimeType: "application/pdf", buffer: madePdf([{ content: "" }]) };
      await inspector.locator("form.form input[type=file]").setInputFiles(record);
      await inspector.locator("form.form button.primary").click();
      await inspector.locator(".history li", { hasText: "昨夜有人看到设备" }).getByText("笔录.pdf").waitFor();

      // The package is asked for with a reason, taken, and verified offline.
      await inspector.getByRole("button", { name: "导出证据包…" }).click();
      const dialog = inspector.getByRole("dialog");
      const send = dialog.getByRole("button", { name: "生成" });
      await dialog.getByLabel("用途").fill("移送市场监管部门");
      expect(await send.isDisabled()).toBe(true);
      await dialog.getByLabel("法律依据").fill("市监案字〔2026〕12 号");
      await send.click();
      const coming = inspector.waitForEvent("download");
      await inspector.getByRole("link", { name: "下载证据包" }).click();
      const file = join(sandbox.folder, "package.zip");
      await (await coming).saveAs(file);
      expect((await inspector.locator("[data-fingerprint]").textContent()) ?? "").toBe(told);
      const verifier = join(ROOT, "collector/verifier/verify-package.mjs");
      const said = execFileSync(process.execPath, [verifier, file, told], { encoding: "utf8" });
      expect(said).toBe(`完好，由该公钥签名 · whole, and signed with the key ${told}\n`);
      await inspector.getByText("检查乙 取走").waitFor();

      // Who may only read is offered no decision, and finds each act and that nobody unwrote one.
      const auditor = await invited("审计员", "审计丙");
      await auditor.goto(`${address}/suspects/${suspectId}`);
      await auditor.locator(".history li", { hasText: "昨夜有人看到设备" }).waitFor();
      expect(await auditor.getByRole("button", { name: "派人到现场" }).count()).toBe(0);
      await auditor.goto(`${address}/audit`);
      const acts = auditor.locator("main");
      await acts.getByText("检查乙", { exact: false }).first().waitFor();
      await expect.poll(() => acts.innerText()).toMatch(/证据包/);
      expect(await acts.innerText()).toContain("夜班甲");
      // Roles are said in words, and an instant to the second with its zone.
      expect(await acts.innerText()).toMatch(/审计丙: 审计员, /);
      expect(await acts.locator("time").first().innerText()).toMatch(/\d:\d\d:\d\d.* GMT[+-]\d|\d:\d\d:\d\d.* UTC/);
      await auditor.getByRole("button", { name: "检查是否完整" }).click();
      await auditor.getByText(/^完整：共 \d+ 条/).waitFor();
    },
  );
});
