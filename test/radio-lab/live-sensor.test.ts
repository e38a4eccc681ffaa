import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));
const cache = fileURLToPath(new URL("../../.probewarden/radio-lab", import.meta.url));
const work = mkdtempSync(`${tmpdir()}/probewarden-radio-lab-`);
const disk = `${work}/sensor.ext4`;

/** Debian package → a program of it. */
const NEEDS = {
  "qemu-system-x86": "/usr/bin/qemu-system-x86_64",
  tshark: "/usr/bin/tshark",
  cpio: "/usr/bin/cpio",
  kmod: "/usr/sbin/depmod",
  e2fsprogs: "/usr/sbin/mke2fs",
  python3: "/usr/bin/python3",
};

interface Message {
  kind: string;
  body: Record<string, unknown>;
}

beforeAll(() => {
  const missing = Object.entries(NEEDS).flatMap(([name, file]) => (existsSync(file) ? [] : [name]));
  if (missing.length > 0) throw new Error(`the radio lab needs Debian packages: apt-get install ${missing.join(" ")}`);
  mkdirSync(cache, { recursive: true });
  if (!existsSync(`${cache}/initramfs.cpio`)) lab(["build"]);
  execFileSync(`${here}sensor-disk.sh`, [disk], { stdio: "inherit" });
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

function lab(words: readonly string[], settings: Record<string, string> = {}): void {
  execFileSync(`${here}radio-lab.sh`, words, {
    stdio: "inherit",
    env: { ...process.env, RADIO_LAB_CACHE: cache, RADIO_LAB_LIMIT: "800", ...settings },
  });
}

const read = (file: string): string => readFileSync(file, "utf8");

/** Mode of the sensor's interface in the output of `iw dev`. */
const modeOf = (iwDev: string): string | undefined =>
  /Interface wlansensor\n(?:\t\t.*\n)*?\t\ttype (\w+)/.exec(iwDev)?.[1];

describe.each([
  ["auto", 31, "pcap"],
  ["tcpdump", 32, "tcpdump"],
])("a sensor on a managed interface of mac80211, capture %s, in a room with a KARMA box", (capture, seed, method) => {
  const out = `${work}/${capture}`;
  let labels: { attackers: string[]; visitors: string[] };
  let messages: Message[];
  const bodies = (kind: string): Record<string, unknown>[] =>
    messages.filter((message) => message.kind === kind).map(({ body }) => body);

  beforeAll(() => {
    lab(["run", "live_sensor", `${out}.pcap`, String(seed)], {
      RADIO_LAB_DISK: disk,
      RADIO_LAB_PARAMS: `CAPTURE=${capture}`,
    });
    labels = JSON.parse(read(`${out}.json`)) as typeof labels;
    messages = read(`${out}-sensor/audit.jsonl`)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Message);
  }, 900_000);

  test("doctor hears frames on it before anything is configured", () => {
    const report = JSON.parse(read(`${out}-sensor/doctor.json`)) as {
      canListen: boolean;
      checks: { id: string; state: string }[];
    };
    expect(report.canListen).toBe(true);
    expect(report.checks).toContainEqual(expect.objectContaining({ id: "hearing", state: "ok" }));
  });

  test("it switches to monitor mode, listens on every channel of its plan, and says by what", () => {
    expect(modeOf(read(`${out}-sensor/iw-dev-while.txt`))).toBe("monitor");
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
      expect(finding["transmitters"]).toEqual(labels.attackers);
    }
    expect(findings.map((finding) => finding["band"])).toContain("suspected");
  });

  test("what waits for the collector names no visitor", () => {
    expect(labels.visitors.length).toBeGreaterThan(3);
    const said = read(`${out}-sensor/audit.jsonl`) + read(`${out}-sensor/run.log`);
    for (const visitor of labels.visitors) expect(said.toLowerCase()).not.toContain(visitor);
  });

  test("SIGTERM ends it well, and the interface is as it was", () => {
    expect(read(`${out}-sensor/run.log`)).not.toMatch(/^exit /m);
    expect(modeOf(read(`${out}-sensor/iw-dev-after.txt`))).toBe("managed");
  });
});

test("the lab's own words for wrong use are not taken for a success", () => {
  expect(spawnSync(`${here}radio-lab.sh`, ["run", "no_such_scenario", `${work}/x.pcap`]).status).toBe(2);
});
