import { setTimeout as delay } from "node:timers/promises";
import { Sandbox } from "../road/sandbox.ts";
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
const READS = 100;
const STREAMS = 200;

interface Measured {
  /** Processor seconds a second. */
  cores: number;
  rssMb: number;
  loopDelayMs: number;
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
    const readsMs: number[] = [];
    const until = before.at + SECONDS * 1000;
    if (reads !== undefined)
      while (readsMs.length < READS && performance.now() < until) {
        const from = performance.now();
        await (await fetch(`${collector.address}${reads}`)).arrayBuffer();
        readsMs.push(performance.now() - from);
        await delay(100);
      }
    await delay(Math.max(0, until - performance.now()));
    const seconds = (performance.now() - before.at) / 1000;
    return {
      cores: (cpuSeconds(collector.pid) - before.cpu) / seconds,
      rssMb: residentMb(collector.pid, "VmRSS"),
      loopDelayMs: await loopDelay(collector.address),
      readsMs,
      latenciesMs: [...fleet.latencies],
      acknowledged: (fleet.acknowledged - before.acknowledged) / seconds,
      behind: fleet.waiting,
      events: events / seconds,
    };
  } finally {
    abort.abort();
    await fleet.end();
    await sandbox.clear();
  }
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
    { what: `${what}: loop delay, p99 (wall)`, ours: `${found.loopDelayMs.toFixed(0)} ms`, limit: "< 50 ms" },
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
    { what: `${what}: loop delay, p99 (wall)`, ours: `${found.loopDelayMs.toFixed(0)} ms`, limit: "< 50 ms" },
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
    { what: `${what}: loop delay, p99 (wall)`, ours: `${found.loopDelayMs.toFixed(0)} ms`, limit: "< 50 ms" },
  ];
}
