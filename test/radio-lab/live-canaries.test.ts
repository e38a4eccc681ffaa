import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox } from "../road/sandbox.ts";
import { Lab, RUN_MS, type Recording } from "./lab.ts";
import { runWithCollector, type Heard } from "./with-collector.ts";

/** Bait on virtual radios: the sensor asks, airbase-ng answers whatever is asked, hostapd beside it does not, and a real collector hears of it. */
const lab = new Lab();
const sandbox = new Sandbox();
let recording: Recording;
let heard: Heard;

beforeAll(async () => {
  ({ recording, heard } = await runWithCollector(lab, sandbox, "live_canaries", 33));
}, RUN_MS);

afterAll(async () => {
  lab.clear();
  await sandbox.clear();
});

interface Sent {
  transmitter: string;
  ssid: string;
  channelMhz: number;
  responsible: string;
}

/** What the sensor's log says that it sent, in order: each time a question for a name and one for any. */
const sent = (): Sent[] =>
  recording
    .said("run.log")
    .split("\n")
    .filter((line) => line.includes('"bait was sent"'))
    .map((line) => JSON.parse(line) as Sent);

test("doctor sends a question and hears it", () => {
  const { checks } = JSON.parse(recording.said("doctor.json")) as { checks: { id: string; state: string }[] };
  expect(checks).toContainEqual(expect.objectContaining({ id: "canaries", state: "ok" }));
});

test("the sensor sends its bait and nothing else, channel after channel, and says who answers for it", () => {
  const pieces = sent();
  expect(pieces.length).toBeGreaterThanOrEqual(2);
  for (const { responsible } of pieces) expect(responsible).toBe("Wang Fang");
  const channels = pieces.filter(({ ssid }) => ssid !== "").map(({ channelMhz }) => channelMhz);
  expect(pieces).toHaveLength(2 * channels.length);
  expect(new Set(channels.slice(0, 3)).size).toBe(Math.min(3, channels.length));

  const { accessPoints, attackers } = recording.labels;
  const senders = recording.senders();
  for (const { transmitter } of pieces) expect(senders.get(transmitter)).toBe(1);
  const known = [...accessPoints.map(({ bssid }) => bssid), ...attackers];
  // One more is the question of doctor.
  expect([...senders.keys()].filter((address) => !known.includes(address))).toHaveLength(pieces.length + 1);
});

test("who answered is a suspect at the collector, shown by the bait, and the access point beside it is not", async () => {
  const suspects = await heard.suspects();
  const { accessPoints, attackers } = recording.labels;
  expect(new Set(suspects.flatMap(({ transmitters }) => transmitters))).toEqual(new Set(attackers));
  for (const { bssid } of accessPoints) expect(suspects.flatMap(({ targets }) => targets)).not.toContain(bssid);
  const box = suspects.find(({ suspicion }) => suspicion === "probe-box")!;
  expect(box.band).toBe("strong");
  const line = (await heard.evidence(box)).find(({ code }) => code === "answered-bait");
  const ours = sent().map(({ ssid }) => ssid);
  expect(line?.names).not.toEqual([]);
  expect(ours).toEqual(expect.arrayContaining(line?.names ?? ["none"]));
});
