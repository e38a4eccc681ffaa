import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Health, Sensor } from "@probewarden/contract";
import { ended, FAKE_INTERFACE, inOwnNamespace, notRun } from "../radio/fake-air.ts";
import { ROOT, Sandbox } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { idOf, startCollectorFor, VENUE } from "./fleet.ts";
import { writeLongCapture } from "./long-capture.ts";
import { cpuSeconds, ownNode, proportionalMb } from "./measure.ts";

/** Frames a second: what a channel of a mall has, the air's own limit on one channel at 6 Mb/s, and five times that. */
const RATES = [200, 2_000, 10_000];
/**
 * The air begins so long after the processes, and the interface is there so long after its end: the supervisor reports twice a minute, and what
 * was lost can be told only then.
 */
const SILENT_SECONDS = 42;
/** From the start until the air has been heard for some seconds and all code is compiled; the time that is measured; and how long the air is. */
const WARM_UP_SECONDS = 48;
const MEASURED_SECONDS = 20;
const AIR_SECONDS = 30;
/** From the end of what is measured until a report has come that counts all of the air. */
const REPORT_SECONDS = 45;
const AGENT = `${ROOT}agent/bin/probewarden-agent.js`;
const LOOP_DELAY = `${ROOT}test/bench/loop-delay.mjs`;
const PARTS = ["supervisor", "radio", "cameras"] as const;

/** A sensor as its units start it, its radio on an interface that looks like a radio's: what it costs, what is lost, how long it stands still. */
export async function benchLive(work: string): Promise<Row[]> {
  const reason = await notRun();
  if (reason !== undefined) return [{ what: "live: a sensor on an interface", ours: "–", limit: reason.trim() }];
  const rows: Row[] = [];
  for (const rate of RATES) rows.push(...(await benchRate(work, rate)));
  return rows;
}

async function benchRate(work: string, rate: number): Promise<Row[]> {
  const file = `${work}/live.pcap`;
  const wanted = rate * AIR_SECONDS;
  const { frames, seconds } = writeLongCapture(`${ROOT}test/fixtures/lab/benign.pcap`, file, wanted);
  const air = { file, options: ["--speed", `${(rate * seconds) / frames}`, "--wait", `${SILENT_SECONDS}`] };
  const sandbox = new Sandbox();
  try {
    const collector = await startCollectorFor(sandbox, 1);
    const config = sandbox.write("agent.yaml", {
      sensorId: idOf(0),
      venueId: VENUE,
      dataDir: `${sandbox.folder}/agent`,
      runtimeDir: `${sandbox.folder}/run`,
      mqtt: { url: collector.mqttUrl, username: idOf(0) },
      radio: { interface: FAKE_INTERFACE },
      cameras: { enabled: true },
    });
    const path = ownNode(sandbox.folder);
    const start = (part: (typeof PARTS)[number]) => {
      const words = ["run", "--part", part, "--config", config];
      const env = {
        PATH: path,
        NODE_OPTIONS: `--import=${LOOP_DELAY}`,
        PW_LOOP_DELAY: `${sandbox.folder}/delay-${part}`,
        PW_LOOP_DELAY_AFTER: `${WARM_UP_SECONDS}`,
      };
      return part === "radio" ? inOwnNamespace([AGENT, ...words], air, env) : sandbox.start(AGENT, words, env).child;
    };
    const children = PARTS.map(start);
    const radio = children[PARTS.indexOf("radio")];
    if (radio === undefined) throw new Error("no radio process");
    const end = ended(radio);
    await sleep(WARM_UP_SECONDS * 1000);
    const pids = children.map(({ pid = 0 }) => pid);
    // Each report counts what came since the one before.
    const reports = new Map<string, Health>();
    const poll = setInterval(() => void noteHealth(collector.address, reports), 1_000);
    const from = { cpu: pids.map(cpuSeconds), at: performance.now() };
    await sleep(MEASURED_SECONDS * 1000);
    const measured = (performance.now() - from.at) / 1000;
    const cores = pids.map((pid, index) => (cpuSeconds(pid) - (from.cpu[index] ?? 0)) / measured);
    const memories = pids.map(proportionalMb);
    await sleep(REPORT_SECONDS * 1000);
    clearInterval(poll);
    const heard = [...reports.values()].reduce((total, { frames }) => total + frames, 0);
    const lost = [...reports.values()].reduce((total, { dropped }) => total + (dropped["kernel"] ?? 0), 0);
    const delays = PARTS.map((part) => Number(readFileSync(`${sandbox.folder}/delay-${part}`, "utf8")));
    radio.kill("SIGTERM");
    await end;
    const what = `live, ${rate} frames a second, ${PARTS.join(" + ")}`;
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    const each = (values: readonly number[], digits: number): string =>
      values.map((value) => value.toFixed(digits)).join(" + ");
    return [
      {
        what: `${what}: share of a core`,
        ours: `${(sum(cores) * 100).toFixed(1)} % (${each(
          cores.map((value) => value * 100),
          1,
        )})`,
        limit: "told",
      },
      {
        what: `${what}: memory, each shared page in its parts (sum of PSS)`,
        ours: `${sum(memories).toFixed(0)} MB (${each(memories, 0)})`,
        limit: "≤ 120 MB",
      },
      {
        what: `${what}: frames heard, and lost with their count told`,
        ours: `${heard}, ${lost}`,
        limit: `of ${frames}`,
      },
      {
        what: `${what}: longest delay of each event loop (wall)`,
        ours: `${delays.map((delay) => delay.toFixed(0)).join(", ")} ms`,
        limit: "≤ 50 ms",
      },
    ];
  } finally {
    await sandbox.clear();
  }
}

/** Notes what the sensor said of itself last, once for each report. */
async function noteHealth(address: string, reports: Map<string, Health>): Promise<void> {
  const { items } = (await (await fetch(`${address}/api/sensors`)).json()) as { items: Sensor[] };
  const { health } = items[0] ?? {};
  if (health !== undefined) reports.set(JSON.stringify(health), health);
}
