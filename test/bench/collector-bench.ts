import { CONTRACT_MAJOR, CONTRACT_VERSION, topics, type Ack, type SignalRow } from "@probewarden/contract";
import mqtt from "mqtt";
import { answersWell, freePort, ROOT, Sandbox, until } from "../road/sandbox.ts";
import { venueFile } from "../road/product.ts";
import type { Row } from "./bench.ts";
import { startBuiltCollector } from "./built-collector.ts";
import { quantile, residentMb } from "./measure.ts";

const SENSOR = { venueId: "venue-test", sensorId: "sensor-bench" };
const BOOT = "bghijklmnopqrstuv";
/** Messages of the ingest figure, and rows of signal a second while the API is read (200 sensors, six rows a second each). */
const MESSAGES = 20_000;
const ROWS_PER_SECOND = 1200;
const READS = 300;

/** One message as a sensor would send it: a batch of levels. */
function signal(seq: number, rows: number): string {
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000 - (seq % 600) * 60_000).toISOString();
  const row = (index: number): SignalRow => ({
    minute,
    transmitter: `02:00:00:00:00:${(index % 256).toString(16).padStart(2, "0")}`,
    role: "resident",
    channelMhz: 2412,
    frames: 60,
    medianDbm: -60,
    p10Dbm: -64,
    p90Dbm: -57,
  });
  const body = { rows: Array.from({ length: rows }, (_, index) => row(index)) };
  return JSON.stringify({
    v: CONTRACT_MAJOR,
    sensorId: SENSOR.sensorId,
    bootId: BOOT,
    seq,
    at: new Date().toISOString(),
    kind: "signal",
    body,
  });
}

/** Starts a built collector, and measures it from outside as a sensor and a browser see it. */
export async function benchCollector(): Promise<Row[]> {
  const sandbox = new Sandbox();
  try {
    const { address, mqttUrl, pid, running } = await startBuiltCollector(
      sandbox,
      venueFile(sandbox, [SENSOR.sensorId]),
    );
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const idle = residentMb(pid, "VmRSS");

    const client = await mqtt.connectAsync(mqttUrl, {
      protocolVersion: 4,
      clientId: SENSOR.sensorId,
      username: SENSOR.sensorId,
    });
    const acknowledged = new Set<number>();
    client.on("message", (_topic, payload) => {
      for (const [first, last] of (JSON.parse(payload.toString()) as Ack).ranges)
        for (let seq = first; seq <= last; seq += 1) acknowledged.add(seq);
    });
    await client.subscribeAsync(topics.ack(SENSOR), { qos: 1 });
    const status = { v: CONTRACT_MAJOR, state: "online", version: "0.1.0", contractVersion: CONTRACT_VERSION };
    await client.publishAsync(topics.up(SENSOR, "status"), JSON.stringify(status), { qos: 1, retain: true });

    const topic = topics.up(SENSOR, "signal");
    const from = performance.now();
    for (let seq = 1; seq <= MESSAGES; seq += 1) {
      client.publish(topic, signal(seq, 1), { qos: 1 });
      if (seq % 500 === 0)
        while (seq - acknowledged.size > 2000) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await until(
      "every acknowledgement",
      () => (acknowledged.size >= MESSAGES ? true : undefined),
      120,
      () => `${acknowledged.size} of ${MESSAGES}\n${running.log().slice(-500)}`,
    );
    const perSecond = MESSAGES / ((performance.now() - from) / 1000);

    let seq = MESSAGES;
    const writer = setInterval(() => client.publish(topic, signal((seq += 1), ROWS_PER_SECOND / 10), { qos: 1 }), 100);
    const times: number[] = [];
    for (let read = 0; read < READS; read += 1) {
      const before = performance.now();
      await (
        await fetch(
          `${address}/api/${["suspects", "sensors", "alerts", `sensors/${SENSOR.sensorId}/residents`][read % 4]}`,
        )
      ).arrayBuffer();
      times.push(performance.now() - before);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    clearInterval(writer);
    await client.endAsync(true);
    return [
      {
        what: `ingest, ${MESSAGES} messages, durable and acknowledged: messages a second (wall)`,
        ours: Math.round(perSecond).toString(),
        limit: "≥ 5000",
      },
      {
        what: `API read, p95 while ${ROWS_PER_SECOND} rows a second are written (wall)`,
        ours: `${quantile(times, 0.95).toFixed(1)} ms`,
        limit: "< 20 ms",
      },
      { what: "collector, idle: resident memory", ours: `${idle.toFixed(0)} MB`, limit: "told" },
    ];
  } finally {
    await sandbox.clear();
  }
}

/** From `npm start` in an installed and built clone to the page's first answer. */
export async function benchStart(): Promise<Row> {
  const sandbox = new Sandbox();
  try {
    const port = await freePort();
    const from = performance.now();
    const demo = sandbox.start(process.execPath, [`${ROOT}scripts/start.mjs`], {
      PW_HTTP_PORT: String(port),
      PW_DEMO_DIR: `${sandbox.folder}/demo`,
    });
    await until("the page", () => answersWell(`http://127.0.0.1:${port}/`), 60, demo.log);
    const seconds = (performance.now() - from) / 1000;
    await demo.end("SIGINT");
    return {
      what: "npm start to the page, installed and built (wall)",
      ours: `${seconds.toFixed(1)} s`,
      limit: "< 10 s",
    };
  } finally {
    await sandbox.clear();
  }
}
