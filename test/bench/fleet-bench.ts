import { execFile } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { ROOT, Sandbox } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { Fleet, startCollectorFor } from "./fleet.ts";
import { cpuSeconds, quantile, residentMb } from "./measure.ts";

/** Seconds before anything is measured: first findings, first batches, code that the engine has not compiled yet. */
const WARM_UP = 20;
const SECONDS = 30;
/** Messages a second of one sensor: one each ten seconds. */
const RATE = 0.1;
/** The same of a sensor whose levels of a hundred transmitters come each minute, between its health and a finding. */
const BUSY_RATE = 0.05;
/** How often the collector looks at its loop's delay, in milliseconds: each look tells of the time since the last. */
const LOOK_MS = 5_000;
const STREAMS = 200;

interface Measured {
  /** Processor seconds a second. */
  cores: number;
  rssMb: number;
  /** 99th percentile of the event loop's delay, of each five seconds. */
  loopDelaysMs: number[];
  readsMs: number[];
  latenciesMs: number[];
  acknowledged: number;
  behind: number;
}

interface Load {
  /** What is read all the time. */
  reads?: string;
  /** Viewers of the live stream. */
  streams?: number;
  /** Messages a second of each sensor. */
  rate?: number;
  transmitters?: number;
}

/** A collector of its own under so many sensors; read meanwhile, or not. */
async function underLoad(
  sensors: number,
  { reads, streams = 0, rate = RATE, transmitters = 10 }: Load = {},
): Promise<Measured & { events: number }> {
  const sandbox = new Sandbox();
  const fleet = new Fleet({ venues: 1, transmitters });
  const abort = new AbortController();
  try {
    const collector = await startCollectorFor(sandbox, sensors);
    await fleet.connect(collector.mqttUrl, sensors);
    fleet.speak(sensors * rate);
    let events = 0;
    await Promise.all(
      Array.from({ length: streams }, async () => {
        const { body } = await fetch(`${collector.address}/api/stream`, { signal: abort.signal });
        void countEvents(body, () => (events += 1)).catch(() => undefined);
      }),
    );
    await delay(WARM_UP * 1000);
    fleet.latencies.length = events = 0;
    const before = { cpu: cpuSeconds(collector.pid), at: performance.now(), acknowledged: fleet.acknowledged };
    const reading = reads === undefined ? [] : readAgain(`${collector.address}${reads}`);
    const loopDelaysMs: number[] = [];
    for (let left = SECONDS * 1000; left > 0; left -= LOOK_MS) {
      await delay(LOOK_MS);
      loopDelaysMs.push(await loopDelay(collector.address));
    }
    const seconds = (performance.now() - before.at) / 1000;
    const measured = {
      cores: (cpuSeconds(collector.pid) - before.cpu) / seconds,
      rssMb: residentMb(collector.pid, "VmRSS"),
      loopDelaysMs,
      latenciesMs: [...fleet.latencies],
      acknowledged: (fleet.acknowledged - before.acknowledged) / seconds,
      behind: fleet.waiting,
      events: events / seconds,
    };
    return { ...measured, readsMs: await reading };
  } finally {
    abort.abort();
    await fleet.end();
    await sandbox.clear();
  }
}

/** How long each read took, in milliseconds, in a process of its own. */
async function readAgain(address: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    `${ROOT}test/bench/read-again.mjs`,
    address,
    `${SECONDS}`,
  ]);
  return JSON.parse(stdout) as number[];
}

async function countEvents(body: ReadableStream<Uint8Array> | null, heard: () => void): Promise<void> {
  if (body === null) return;
  const decoder = new TextDecoder();
  for await (const piece of body) for (const _ of decoder.decode(piece, { stream: true }).matchAll(/^data:/gm)) heard();
}

/** 99th percentile of the event loop's delay, as the collector says it of itself, in milliseconds. */
async function loopDelay(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^probewarden_loop_delay_seconds ([\d.e+-]+)/m.exec(text)?.[1] ?? Number.NaN) * 1000;
}

/** Delay of the event loop: the 99th percentile of the usual five seconds, and of the worst. */
const delayRow = (what: string, { loopDelaysMs }: Pick<Measured, "loopDelaysMs">): Row => ({
  what: `${what}: loop delay, p99 of five seconds, half of them and all below (wall)`,
  ours: `${quantile(loopDelaysMs, 0.5).toFixed(0)}, ${Math.max(...loopDelaysMs).toFixed(0)} ms`,
  limit: "< 50 ms",
});

/** `npm run bench -- crowd`: a thousand sensors at a hundred messages a second, while the list of suspects is read. */
export async function benchCrowd(): Promise<Row[]> {
  const found = await underLoad(1_000, { reads: "/api/suspects" });
  const what = "1000 sensors, 100 messages a second";
  return [
    { what: `${what}: acknowledged a second`, ours: found.acknowledged.toFixed(0), limit: "100" },
    { what: `${what}: cores`, ours: found.cores.toFixed(2), limit: "≤ 0.4" },
    { what: `${what}: resident memory`, ours: `${found.rssMb.toFixed(0)} MB`, limit: "≤ 300 MB" },
    {
      what: `${what}: /api/suspects, p95 (wall)`,
      ours: `${quantile(found.readsMs, 0.95).toFixed(0)} ms`,
      limit: "≤ 50 ms",
    },
    {
      what: `${what}: acknowledgement, p95 (wall)`,
      ours: `${quantile(found.latenciesMs, 0.95).toFixed(0)} ms`,
      limit: "told",
    },
    delayRow(what, found),
  ];
}

/** `npm run bench -- sensors`: what one more sensor costs, from one to twenty, to two hundred, to two thousand: what the process costs anyhow is in none of them. */
export async function benchSensors(): Promise<Row[]> {
  const rows: Row[] = [];
  let before = { sensors: 1, cores: (await underLoad(1)).cores };
  for (const sensors of [20, 200, 2_000]) {
    const { cores, rssMb, behind } = await underLoad(sensors);
    const oneMore = ((cores - before.cores) / (sensors - before.sensors)) * 1000;
    rows.push({
      what: `${before.sensors} to ${sensors} sensors, a message each ten seconds of each: thousandths of a core for one more (${cores.toFixed(2)} cores, ${rssMb.toFixed(0)} MB, ${behind} under way)`,
      ours: oneMore.toFixed(2),
      limit: rows.length === 0 ? "told" : "≤ 1.25 × the first",
    });
    before = { sensors, cores };
  }
  return rows;
}

/** `npm run bench -- hall`: two hundred sensors that each tell the levels of a hundred transmitters a minute. */
export async function benchHall(): Promise<Row[]> {
  const found = await underLoad(200, { rate: BUSY_RATE, transmitters: 100 });
  const what = "200 sensors, 100 transmitters a minute of each";
  return [
    { what: `${what}: cores`, ours: found.cores.toFixed(2), limit: "< 0.6 (30 % of two)" },
    { what: `${what}: resident memory`, ours: `${found.rssMb.toFixed(0)} MB`, limit: "≤ 200 MB" },
    delayRow(what, found),
  ];
}

/** `npm run bench -- streams`: the live stream to two hundred viewers, with two hundred sensors. */
export async function benchStreams(): Promise<Row[]> {
  const found = await underLoad(200, { reads: "/api/sensors", streams: STREAMS });
  const what = `${STREAMS} viewers of the live stream, 200 sensors`;
  return [
    { what: `${what}: events a second, all viewers`, ours: found.events.toFixed(0), limit: "told" },
    { what: `${what}: cores`, ours: found.cores.toFixed(2), limit: "told" },
    { what: `${what}: resident memory`, ours: `${found.rssMb.toFixed(0)} MB`, limit: "≤ 200 MB" },
    { what: `${what}: API read, p95 (wall)`, ours: `${quantile(found.readsMs, 0.95).toFixed(0)} ms`, limit: "< 20 ms" },
    delayRow(what, found),
  ];
}
