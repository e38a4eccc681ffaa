import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Lab, RUN_MS, type Recording } from "./lab.ts";
import { SCRIPT } from "./one-disk.ts";

const lab = new Lab();
afterAll(() => lab.clear());

interface Message {
  kind: string;
  body: Record<string, unknown>;
}

/** Mode of the sensor's interface in the output of `iw dev`. */
const modeOf = (iwDev: string): string | undefined =>
  /Interface wlansensor\n(?:\t\t.*\n)*?\t\ttype (\w+)/.exec(iwDev)?.[1];

describe.each([
  ["auto", 31, "pcap"],
  ["tcpdump", 32, "tcpdump"],
])("a sensor on a managed interface of mac80211, capture %s, in a room with a KARMA box", (capture, seed, method) => {
  let recording: Recording;
  let messages: Message[];
  const bodies = (kind: string): Record<string, unknown>[] =>
    messages.filter((message) => message.kind === kind).map(({ body }) => body);

  beforeAll(async () => {
    recording = await lab.run("live_sensor", seed, { PARAMS: `CAPTURE=${capture}` });
    messages = recording
      .said("audit.jsonl")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Message);
  }, RUN_MS);

  test("doctor hears frames on it before anything is configured", () => {
    const report = JSON.parse(recording.said("doctor.json")) as {
      canListen: boolean;
      checks: { id: string; state: string }[];
    };
    expect(report.canListen).toBe(true);
    expect(report.checks).toContainEqual(expect.objectContaining({ id: "hearing", state: "ok" }));
  });

  test("it switches to monitor mode, listens on every channel of its plan, and says by what", () => {
    expect(modeOf(recording.said("iw-dev-while.txt"))).toBe("monitor");
    const health = bodies("health").filter((body) => body["captureMethod"] === method);
    const channels = health.flatMap((body) =>
      (body["listening"] as { channelMhz: number }[]).map((it) => it.channelMhz),
    );
    expect([...new Set(channels)].sort((a, b) => a - b)).toEqual([2412, 2437, 2462]);
  });

  test("the box, and nobody else, is suspected", () => {
    const findings = bodies("finding");
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) {
      expect(finding["suspicion"]).toBe("probe-box");
      expect(finding["transmitters"]).toEqual(recording.labels.attackers);
    }
    expect(findings.map((finding) => finding["band"])).toContain("suspected");
  });

  test("what waits for the collector names no visitor", () => {
    const { visitors } = recording.labels;
    expect(visitors.length).toBeGreaterThan(3);
    const said = recording.said("audit.jsonl") + recording.said("run.log");
    for (const visitor of visitors) expect(said.toLowerCase()).not.toContain(visitor);
  });

  test("without a word of who answers for bait, it sends nothing at all", () => {
    const { accessPoints, attackers, visitors } = recording.labels;
    const senders = recording.senders();
    const known = [...accessPoints.map(({ bssid }) => bssid), ...attackers, ...visitors];
    expect(accessPoints.map(({ bssid }) => senders.get(bssid) ?? 0).every((frames) => frames > 100)).toBe(true);
    expect([...senders.keys()].filter((address) => !known.includes(address))).toEqual([]);
  });

  test("SIGTERM ends it well, and the interface is as it was", () => {
    expect(recording.said("run.log")).not.toMatch(/^exit /m);
    expect(modeOf(recording.said("iw-dev-after.txt"))).toBe("managed");
  });
});

test("the lab's own words for wrong use are not taken for a success", () => {
  expect(spawnSync(SCRIPT, ["run", "no_such_scenario", `${lab.folder}/x.pcap`]).status).toBe(2);
});
