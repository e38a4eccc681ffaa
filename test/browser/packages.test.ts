import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findingOf } from "../../collector/src/cameras/test-visits.ts";
import { openState } from "../../collector/src/store/state/open-state.ts";
import { makeSuspectRow } from "../../collector/src/store/state/test-rows.ts";
import { decide } from "../../collector/src/suspects/decide.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { ROOT, Sandbox, type Running } from "../road/sandbox.ts";
import { launched } from "./launched.ts";
import { COLLECTOR, enter, initCollector } from "./own-collector.ts";

const sandbox = new Sandbox();
let browser: Browser;
let collector: Running;
let page: Page;
let told: string;
let root: string;
let files = 0;

async function begin(): Promise<void> {
  const { data, config, firstLink, ...made } = await initCollector(sandbox);
  ({ address: root, fingerprint: told } = made);
  const state = await openState("sqlite:", data);
  const times = { first_heard_at: Date.now() - 60_000, last_heard_at: Date.now() };
  await state.db
    .insertInto("suspects")
    .values(makeSuspectRow("box-one", { venue_id: "venue-1", ...times }))
    .execute();
  const record = { decision: "to-visit" as const, reason: "闭店后去看", by: "李强", at: new Date().toISOString() };
  await decide(state, "box-one", record);
  const camera = { camera_id: "cam", venue_id: "venue-1", sensor_id: "door", first_seen_at: 1, last_seen_at: 2 };
  const finding = findingOf({ "face-recognition": "enabled" }, { hardware: "IPC-9" });
  await state.db
    .insertInto("cameras")
    .values({ ...camera, body: JSON.stringify(finding) })
    .execute();
  await state.close();
  collector = sandbox.startSource(COLLECTOR, ["run", "--config", config]);
  browser = await launched();
  const context = await browser.newContext({ locale: "zh-CN", ignoreHTTPSErrors: true, acceptDownloads: true });
  page = await context.newPage();
  await enter(page, firstLink, "王敏", collector);
  await page.getByRole("heading", { name: "需要你处理" }).waitFor();
}

/** Asks for a package by the button of this name, takes it, and verifies it with what was told. */
async function exported(button: string): Promise<string> {
  const purpose = `移送市场监管部门 ${++files}`;
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog");
  const send = dialog.getByRole("button", { name: "生成" });
  await dialog.getByLabel("用途").fill(purpose);
  expect(await send.isDisabled()).toBe(true);
  await dialog.getByLabel("法律依据").fill("市监案字〔2026〕12 号");
  await send.click();
  const row = page.locator(".history li", { hasText: purpose });
  // What was made is gone to: it stands far below the button.
  await page.locator(".history li:focus", { hasText: purpose }).waitFor();
  // The page glides there.
  const bottom = async (): Promise<number> =>
    row.getByRole("link", { name: "下载证据包" }).evaluate((link) => link.getBoundingClientRect().bottom);
  await expect.poll(bottom, { timeout: 10_000 }).toBeLessThan(page.viewportSize()!.height);
  const coming = page.waitForEvent("download");
  await row.getByRole("link", { name: "下载证据包" }).click();
  const file = join(sandbox.folder, `package-${files}.zip`);
  await (await coming).saveAs(file);
  const shown = (await page.locator("[data-fingerprint]").textContent()) ?? "";
  expect(shown).toBe(told);
  const verifier = join(ROOT, "collector/verifier/verify-package.mjs");
  const said = execFileSync(process.execPath, [verifier, file, shown], { encoding: "utf8" });
  expect(said).toBe(`完好，由该公钥签名 · whole, and signed with the key ${told}\n`);
  await row.getByText("王敏 取走").waitFor();
  return readFileSync(file, "latin1");
}

async function end(): Promise<void> {
  await browser?.close();
  await collector?.end("SIGTERM");
  await sandbox.clear();
}

describe.skipIf(missing(CHROMIUM))("a package of evidence (needs chromium)", () => {
  beforeAll(begin, 240_000);
  afterAll(end, 30_000);

  test(
    "is asked for on the suspect's page with a reason, taken, and verified offline",
    { timeout: 120_000 },
    async () => {
      await page.goto(`${root}/suspects/box-one`);
      expect(await exported("导出证据包…")).toContain('"kind": "suspect"');
    },
  );

  test("is asked for beside a decision, and says that it is of that one", { timeout: 120_000 }, async () => {
    await page.goto(`${root}/suspects/box-one`);
    expect(await exported("导出此决定的证据包…")).toContain('"kind": "decision"');
    await page.getByText(/从第 \d+ 号决定导出/).waitFor();
  });

  test("is asked for on a camera's page", { timeout: 120_000 }, async () => {
    await page.goto(`${root}/cameras/cam`);
    expect(await exported("导出证据包…")).toContain('"kind": "camera"');
  });
});
