import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FindingMessage } from "@probewarden/contract";
import { Value } from "typebox/value";
import { describe, expect, test } from "vitest";
import { emptySummary, evaluateFolder, type CaptureResult } from "../evaluate/evaluation.ts";
import { calibrate } from "../evaluate/calibration.ts";
import { canariesFrom, networksFrom } from "./replay-inputs.ts";
import { replayFile } from "./replay.ts";
import type { ReplaySummary } from "./replay-summary.ts";

const LAB = fileURLToPath(new URL("../../../test/fixtures/lab/", import.meta.url));
const SHARED = fileURLToPath(new URL("../../../../shared/captures", import.meta.url));

interface Label {
  attackers: string[];
  visitors: string[];
  accessPoints: { bssid: string }[];
  canaries: unknown[];
  attackStartSeconds: number | null;
}

async function replayLab(name: string): Promise<{ summary: ReplaySummary; text: string; label: Label }> {
  const label = JSON.parse(readFileSync(`${LAB}${name}.json`, "utf8")) as Label;
  let text = "";
  const summary = await replayFile({
    path: `${LAB}${name}.pcap`,
    jsonl: true,
    out: (line) => void (text += line),
    networks: networksFrom(label.accessPoints, name),
    canaries: canariesFrom(label.canaries, name),
  });
  return { summary, text, label };
}

const ATTACKS = [
  ["karma_airbase", "probe-box"],
  ["karma_onebssid", "probe-box"],
  ["canary_answer", "probe-box"],
  ["beacon_flood_mdk4", "disruption"],
  ["beacon_flood_slow", "disruption"],
  ["deauth_aireplay", "disruption"],
  ["deauth_mdk4", "disruption"],
] as const;

describe("recordings of the radio lab", () => {
  test.each(ATTACKS)("%s is suspected of %s, after the attack began and never before", async (name, suspicion) => {
    const { summary, label } = await replayLab(name);
    const suspect = summary.suspects.find((it) => it.suspicion === suspicion);
    expect(suspect?.scoreDb).toBeGreaterThanOrEqual(10);
    expect(suspect?.firstAtSeconds).toBeGreaterThan(label.attackStartSeconds ?? 0);
    for (const it of summary.suspects)
      for (const address of it.transmitters) expect(label.attackers).toContain(address);
  });

  test.each(["benign", "benign_hop", "crowd"])("%s has no suspect, not even one to watch", async (name) => {
    const { summary } = await replayLab(name);
    expect(summary.suspects).toEqual([]);
  });

  test.each(ATTACKS)("%s names no visitor and accuses no access point of the venue", async (name) => {
    const { summary, text, label } = await replayLab(name);
    for (const visitor of label.visitors) expect(text).not.toContain(visitor);
    const own = label.accessPoints.map(({ bssid }) => bssid);
    for (const it of summary.suspects) for (const address of it.transmitters) expect(own).not.toContain(address);
  });

  test.each(["deauth_aireplay", "deauth_mdk4"])("%s accuses nobody and names the network that is hit", async (name) => {
    const { summary, label } = await replayLab(name);
    expect(summary.suspects[0]).toMatchObject({
      suspicion: "disruption",
      transmitters: [],
      targets: [label.accessPoints[0]?.bssid],
    });
    expect(summary.suspects.every((it) => it.suspicion === "disruption")).toBe(true);
  });

  test("a flood of invented networks is one suspect, however many addresses it uses", async () => {
    const { summary } = await replayLab("beacon_flood_mdk4");
    const floods = summary.suspects.filter((it) => it.suspicion === "disruption");
    expect(floods).toHaveLength(1);
    expect(floods[0]?.transmitters).toHaveLength(16);
    // Of 1,629 addresses, those of the last seconds may still be access points.
    expect(floods[0]?.transmitterCount).toBe(1514);
  });
});

test("every finding is an envelope of the contract, of each suspicion one id from opening on", async () => {
  const { text } = await replayLab("karma_airbase");
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string; message: unknown });
  expect(lines.at(-1)?.type).toBe("summary");
  const messages = lines
    .filter(({ type }) => type === "finding")
    .map(({ message }) => Value.Parse(FindingMessage, message));
  expect(messages[0]?.body.state).toBe("opened");
  const suspicions = new Set(messages.map(({ body }) => body.suspicion));
  expect(new Set(messages.map(({ body }) => body.findingId)).size).toBe(suspicions.size);
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
});

test("the same recording gives the same words", async () => {
  expect((await replayLab("deauth_mdk4")).text).toBe((await replayLab("deauth_mdk4")).text);
});

describe.skipIf(!existsSync(SHARED))("recordings of others (skipped where ../shared is absent)", () => {
  test("attacks are found and benign captures give no alarm", async () => {
    const results: CaptureResult[] = [];
    const [attack, benign] = [emptySummary(), emptySummary()];
    await evaluateFolder(`${SHARED}/attack`, (it) => void results.push(it), attack);
    await evaluateFolder(`${SHARED}/benign`, (it) => void results.push(it), benign);
    expect(attack.attacks).toBeGreaterThan(0);
    expect(attack).toMatchObject({ found: attack.attacks, falseAlarms: 0 });
    expect(benign).toMatchObject({ falseAlarms: 0, watched: 0 });
  });

  test("calibration gives the checked-in bounds and the hashes of its captures, byte for byte", async () => {
    const { bounds, captures } = await calibrate([LAB, SHARED]);
    const checkedIn = readFileSync(new URL("../radio/detectors/bounds.ts", import.meta.url), "utf8");
    expect(bounds(/\d{4}-\d\d-\d\d/.exec(checkedIn)![0])).toBe(checkedIn);
    expect(captures).toBe(readFileSync(new URL("../../../docs/calibration.tsv", import.meta.url), "utf8"));
  });
});
