import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Health, Sensor } from "@probewarden/contract";
import { ended, FAKE_INTERFACE, inOwnNamespace, notRun } from "../radio/fake-air.ts";
import { ROOT, Sandbox } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { idOf, startCollectorFor, VENUE } from "./fleet.ts";
import { writeLongCapture } from "./long-capture.ts";
import { cpuSeconds, descendants, ownNode, proportionalMb } from "./measure.ts";

/** How frames are captured: by npm pcap where it was built, and through tcpdump, as in a sensor that was installed by its package. */
const METHODS = ["pcap", "tcpdump"] as const;
/** Frames a second: what a channel of a mall has, the air's own limit on one channel at 6 Mb/s, and five times that. */
const RATES = [200, 2_000, 10_000];
/** Seconds from the start of the processes: all have loaded their program; the air begins; it is measured; it ends. */
const LOADED_AFTER = 6;
const AIR_AFTER = 8;
const MEASURED_AFTER = 18;
const MEASURED_SECONDS = 20;
const AIR_SECONDS = 30;
/** The supervisor reports twice a minute, and what was lost can be told only while the interface is there. */
const REPORT_SECONDS = 45;
const AGENT = `${ROOT}agent/bin/probewarden-agent.js`;
const LOOP_DELAY = `${ROOT}test/bench/loop-delay.mjs`;
const PARTS = ["supervisor", "radio", "cameras"] as const;

/** What `loop-delay.mjs` writes, in milliseconds. */
interface LoopDelay {
  all: number;
  later: number;
  turn: number;
}

/** A sensor as its units start it, its radio on an interface that looks like a radio's: what it costs, what is lost, how long it stands still. */
export async function benchLive(work: string): Promise<Row[]> {
  const reason = await notRun();
  if (reason !== undefined) return [{ what: "live: a sensor on an interface", ours: "–", limit: reason.trim() }];
  const rows: Row[] = [];
  for (const method of METHODS) for (const rate of RATES) rows.push(...(await benchRate(work, method, rate)));
  return rows;
}

async function benchRate(work: string, method: (typeof METHODS)[number], rate: number): Promise<Row[]> {
  const file = `${work}/live.pcap`;
  const { frames, seconds } = writeLongCapture(`${ROOT}test/fixtures/lab/benign.pcap`, file, rate * AIR_SECONDS);
  const times = ["--wait", `${AIR_AFTER}`, "--stay", `${REPORT_SECONDS}`];
  const air = { file, options: ["--speed", `${(rate * seconds) / frames}`, ...times] };
  const sandbox = new Sandbox();
  const beside: ChildProcess[] = [];
  try {
    const collector = await startCollectorFor(sandbox, 1);
    const config = sandbox.write("agent.yaml", {
      sensorId: idOf(0),
      venueId: VENUE,
      dataDir: `${sandbox.folder}/agent`,
      runtimeDir: `${sandbox.folder}/run`,
      mqtt: { url: collector.mqttUrl, username: idOf(0) },
      radio: { interface: FAKE_INTERFACE, capture: method },
      cameras: { enabled: true },
    });
    const path = ownNode(sandbox.folder);
    const watched = (name: string) => ({
      PATH: path,
      NODE_OPTIONS: `--import=${LOOP_DELAY}`,
      PW_LOOP_DELAY: `${sandbox.folder}/delay-${name}`,
      PW_LOOP_DELAY_AFTER: `${LOADED_AFTER}`,
      PW_LOOP_DELAY_LATER: `${MEASURED_AFTER}`,
    });
    const start = (part: (typeof PARTS)[number]) => {
      const words = ["run", "--part", part, "--config", config];
      return part === "radio"
        ? inOwnNamespace([AGENT, ...words], air, watched(part))
        : sandbox.start(AGENT, words, watched(part)).child;
    };
    const children = PARTS.map(start);
    const radio = children[PARTS.indexOf("radio")];
    if (radio === undefined) throw new Error("no radio process");
    // It does nothing, and is as late as the machine makes everybody; with a Node that it does not share with the sensor.
    const idle = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"], {
      env: { ...process.env, ...watched("idle") },
    });
    beside.push(radio, idle);
    const end = ended(radio);
    // Each report counts what came since the one before.
    const reports = new Map<string, Health>();
    const poll = setInterval(() => void noteHealth(collector.address, reports), 1_000);
    await sleep(MEASURED_AFTER * 1_000);
    const pids = children.flatMap(({ pid = 0 }) => [pid, ...descendants(pid).filter(isTcpdump)]);
    const watchedPids = [...pids, idle.pid ?? 0];
    const from = { cpu: watchedPids.map(cpuSeconds), at: performance.now() };
    await sleep(MEASURED_SECONDS * 1_000);
    const measured = (performance.now() - from.at) / 1_000;
    const shares = watchedPids.map((pid, index) => ((cpuSeconds(pid) - (from.cpu[index] ?? 0)) / measured) * 100);
    const idleShare = shares.pop() ?? 0;
    const memories = pids.map(proportionalMb);
    await sleep(REPORT_SECONDS * 1_000);
    clearInterval(poll);
    const delayOf = (name: string): LoopDelay =>
      JSON.parse(readFileSync(`${sandbox.folder}/delay-${name}`, "utf8")) as LoopDelay;
    const delays = PARTS.map(delayOf);
    const idleDelay = delayOf("idle");
    radio.kill("SIGTERM");
    await end;
    const what = `live by ${method}, ${rate} frames a second`;
    return [
      {
        what: `${what}: share of a core, of ${PARTS.join(", ")}${method === "tcpdump" ? " (tcpdump is the third)" : ""}; each but tcpdump measures its own delay, as one that does nothing`,
        ours: `${sum(shares).toFixed(1)} % (${shares.map((share) => share.toFixed(1)).join(" + ")}; ${idleShare.toFixed(1)})`,
        limit: "told",
      },
      {
        what: `${what}: memory, each shared page in its parts (sum of PSS)`,
        ours: `${sum(memories).toFixed(0)} MB (${memories.map((value) => value.toFixed(0)).join(" + ")})`,
        limit: "≤ 120 MB",
      },
      heardAndLost(what, frames, [...reports.values()]),
      {
        what: `${what}: longest turn of each event loop, the first of the air among them (processor time)`,
        ours: inMs(delays.map(({ turn }) => turn)),
        limit: "≤ 50 ms",
      },
      {
        what: `${what}: longest delay of each event loop, the first of the air among them (wall; of a process that does nothing, beside it)`,
        ours: `${inMs(delays.map(({ all }) => all))} (${inMs([idleDelay.all])})`,
        limit: "≤ 50 ms",
      },
      {
        what: `${what}: the same from 10 s after the air's beginning`,
        ours: `${inMs(delays.map(({ later }) => later))} (${inMs([idleDelay.later])})`,
        limit: "≤ 50 ms",
      },
    ];
  } finally {
    for (const child of beside) child.kill();
    await sandbox.clear();
  }
}

/** Below the radio's process stands the fake radio too. */
const isTcpdump = (pid: number): boolean => readFileSync(`/proc/${pid}/comm`, "latin1").trim() === "tcpdump";

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const inMs = (values: readonly number[]): string => `${values.map((value) => value.toFixed(0)).join(", ")} ms`;

/** All that was sent is heard, or lost and its loss told: by the kernel, the adapter, or behind others that waited to be judged. */
function heardAndLost(what: string, sent: number, reports: readonly Health[]): Row {
  const heard = sum(reports.map(({ frames }) => frames));
  const lost = sum(
    reports.flatMap(({ dropped }) => ["kernel", "interface", "behind"].map((reason) => dropped[reason] ?? 0)),
  );
  return {
    what: `${what}: frames heard, and lost with their count told`,
    ours: `${heard}, ${lost}`,
    limit: `of ${sent}`,
  };
}

/** Notes what the sensor said of itself last, once for each report. */
async function noteHealth(address: string, reports: Map<string, Health>): Promise<void> {
  const { items } = (await (await fetch(`${address}/api/sensors`)).json()) as { items: Sensor[] };
  const { health } = items[0] ?? {};
  if (health !== undefined) reports.set(JSON.stringify(health), health);
}
