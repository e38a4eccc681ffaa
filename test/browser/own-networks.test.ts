// The list of a venue's own access points, from what a sensor heard to a sensor that has it: a real sensor, collector and browser.
import { readFileSync } from "node:fs";
import type { InventoryEntry } from "@probewarden/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { openSeries } from "../../collector/src/store/series/open-series.ts";
import { writeLevels } from "../../collector/src/store/series/test-series.ts";
import { openState } from "../../collector/src/store/state/open-state.ts";
import { makeSuspectRow } from "../../collector/src/store/state/test-rows.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { LAB, Sandbox, until, type Running } from "../road/sandbox.ts";
import { launched } from "./launched.ts";
import { COLLECTOR, enter, initCollector } from "./own-collector.ts";

const AGENT = "agent/src/main/main.ts";
const VENUE = "venue-1";
const [COUNTER, STORE, BOX] = ["00:00:5e:00:53:01", "00:00:5e:00:53:02", "02:00:00:aa:bb:01"];
const MALL = Buffer.from("Mall").toString("hex");

const sandbox = new Sandbox();
let browser: Browser;
let collector: Running;
let agent: Running;
let page: Page;
let root: string;
let config: string;

/** What a sensor has told before: two access points of a name, and somebody who poses as one of them. */
async function hear(data: string): Promise<void> {
  const now = Date.now();
  const series = await openSeries("sqlite:", data);
  const level = (transmitter: string, medianDbm: number) => ({
    minute: new Date(now - 600_000).toISOString(),
    transmitter,
    role: "resident" as const,
    name: MALL,
    channelMhz: 2437,
    frames: 60,
    medianDbm,
    p10Dbm: medianDbm - 2,
    p90Dbm: medianDbm + 2,
  });
  await writeLevels(series, VENUE, "door-3", [level(COUNTER, -48), level(STORE, -61), level(BOX, -40)]);
  await series.stop();
  const state = await openState("sqlite:", data);
  const times = { first_heard_at: now - 600_000, last_heard_at: now };
  await state.db
    .insertInto("suspects")
    .values(makeSuspectRow("box-one", { venue_id: VENUE, suspicion: "impostor", ...times }))
    .execute();
  await state.db
    .insertInto("suspect_transmitters")
    .values({ venue_id: VENUE, suspicion: "impostor", transmitter: BOX, suspect_id: "box-one" })
    .execute();
  await state.close();
}

async function begin(): Promise<void> {
  const { data, firstLink, ...made } = await initCollector(sandbox);
  ({ address: root, config } = made);
  const printed = `${sandbox.folder}/printed.yaml`;
  await sandbox.command(COLLECTOR, "sensor", "add", "door-3", "--out", printed, "--config", config);
  await hear(data);
  collector = sandbox.startSource(COLLECTOR, ["run", "--config", config]);
  const sensor = readFileSync(printed, "utf8");
  const agentConfig = sandbox.write("agent.yaml", {
    ...(parse(sensor.slice(sensor.indexOf("sensorId:"))) as object),
    dataDir: `${sandbox.folder}/sensor`,
    runtimeDir: `${sandbox.folder}/run`,
    radio: { recording: { files: [`${LAB}/karma_onebssid.pcap`], loop: true, startAfterSeconds: 0.5, speed: 1 } },
    cameras: { enabled: false },
  });
  browser = await launched();
  page = await (await browser.newContext({ locale: "zh-CN", ignoreHTTPSErrors: true })).newPage();
  await enter(page, firstLink, "王敏", collector);
  await page.getByRole("heading", { name: "需要你处理" }).waitFor();
  agent = sandbox.startSource(AGENT, ["run", "--config", agentConfig]);
}

async function end(): Promise<void> {
  await browser?.close();
  await agent?.end("SIGTERM");
  await collector?.end("SIGTERM");
  await sandbox.clear();
}

describe.skipIf(missing(CHROMIUM))("the venue's own networks and a real sensor (needs chromium)", () => {
  beforeAll(begin, 240_000);
  afterAll(end, 60_000);

  test(
    "what a sensor heard is ticked on the venue's page, seen before it holds, and told to the sensor, which says so; the command prints the same",
    { timeout: 400_000 },
    async () => {
      await page.goto(`${root}/venue/${VENUE}`);
      await page.getByRole("link", { name: "本场所的网络" }).click();
      await page.getByText("清单上有 0 个接入点").waitFor();
      const box = (bssid: string) => page.getByRole("checkbox", { name: `${bssid} 是本场所的` });
      for (const bssid of [COUNTER, STORE, BOX]) expect(await box(bssid).isChecked(), bssid).toBe(false);
      await page.getByText("疑似仿冒网络", { exact: false }).waitFor();
      await page.getByRole("button", { name: "勾选这 2 个（不含带标记的）" }).click();
      await page.getByLabel("同名的都是").selectOption("wpa2");
      await page.getByRole("button", { name: "核对并确认…" }).click();
      const dialog = page.getByRole("dialog");
      expect(await dialog.locator("li").count()).toBe(2);
      await dialog.getByRole("button", { name: "确认，作为现用清单" }).click();
      await page.getByText("清单上有 2 个接入点").waitFor();

      const networks: InventoryEntry[] = [COUNTER, STORE].map((bssid) => ({ bssid, ssid: MALL, security: "wpa2" }));
      const printed = await sandbox.command(COLLECTOR, "venue", "networks", VENUE, "--config", config);
      expect(JSON.parse(printed)).toEqual(networks);
      // By the collector's next look, within a minute, and the sensor's next report.
      await until(
        "the sensor's word",
        async () => (await page.getByText("1 个传感器都已回报", { exact: false }).count()) > 0 || undefined,
        240,
        () => [collector.log(), agent.log()].join("\n"),
      );
      await page.goto(`${root}/audit`);
      await page.locator("main").getByText("王敏", { exact: false }).first().waitFor();
      await expect.poll(() => page.locator("main").innerText()).toContain("更新了场所的网络清单");
    },
  );
});
