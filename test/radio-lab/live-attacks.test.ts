import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox } from "../road/sandbox.ts";
import { Lab, RUN_MS, type Recording } from "./lab.ts";
import { runWithCollector, type Heard } from "./with-collector.ts";

/** mdk4, aireplay-ng and airbase-ng, one after the other, on virtual radios: a sensor that hops hears each, and a real collector hears of it while it goes on. */
const lab = new Lab();
const sandbox = new Sandbox();
let recording: Recording;
let heard: Heard;

beforeAll(async () => {
  // It ends well only when the collector has heard of all three in turn.
  ({ recording, heard } = await runWithCollector(lab, sandbox, "live_attacks", 34));
}, RUN_MS);

afterAll(async () => {
  lab.clear();
  await sandbox.clear();
});

test("who throws phones off hides behind the access points, and neither of them is accused", async () => {
  const disruptions = (await heard.suspects()).filter(({ suspicion }) => suspicion === "disruption");
  const bssids = recording.labels.accessPoints.map(({ bssid }) => bssid);
  expect(new Set(disruptions.flatMap(({ targets }) => targets))).toEqual(new Set(bssids));
  expect(disruptions.flatMap(({ transmitters }) => transmitters)).toEqual([]);
});

test("the KARMA box is accused by its own address, and nobody else is", async () => {
  const accused = (await heard.suspects()).flatMap(({ transmitters }) => transmitters);
  expect(new Set(accused)).toEqual(new Set(recording.labels.attackers));
});

test("the collector knows no visitor", async () => {
  const { visitors } = recording.labels;
  expect(visitors).toHaveLength(4);
  const said = JSON.stringify(await heard.everything()) + recording.said("run.log");
  for (const visitor of visitors) expect(said.toLowerCase()).not.toContain(visitor);
});
