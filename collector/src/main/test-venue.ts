import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { topics, type Ack, type Readiness } from "@probewarden/contract";
import { connectAsync, type MqttClient } from "mqtt";
import { onTestFinished, vi } from "vitest";
import { hashSensorPassword } from "../broker/password.ts";
import { makeSecret } from "../broker/sensor-secret.ts";
import { BOOT, envelope, makeFinding } from "../intake/test-messages.ts";
import { openState } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { freePort } from "@probewarden/cli/free-port";
import { readConfig } from "./load-config.ts";
import type { CollectorConfig } from "./config.ts";
import { PatientCollector } from "./patient-collector.ts";

const PASSWORD = makeSecret();
const NORTH = { venueId: "mall", sensorId: "north" };

/** A collector with one sensor in a folder of its own, for tests that take something away from it. */
export interface TestVenue {
  config: CollectorConfig;
  dataDir: string;
  /** Starts it; it ends with the test. */
  start: () => Promise<PatientCollector>;
  health: () => Promise<Readiness & { status: number }>;
  /** Waits until the collector says this code, or that it is ready without any of `codes`. */
  untilFault: (code: string) => Promise<void>;
  untilReady: () => Promise<void>;
  sensor: () => Promise<TestSensor>;
}

export interface TestSensor {
  acked: Set<number>;
  send: (seq: number) => Promise<void>;
}

const WAIT = { timeout: 40_000, interval: 100 };

/** Prepares a collector with the venue `mall` and the sensor `north`. `folder`: where its data is to be. */
export async function makeVenue(
  folder = mkdtempSync(join(tmpdir(), "venue-")),
  environment: Record<string, string> = {},
): Promise<TestVenue> {
  const [httpPort, mqttPort] = [await freePort(), await freePort()];
  const config = readConfig("", "test", {
    PW_DATA_DIR: join(folder, "data"),
    PW_HTTP_PORT: String(httpPort),
    PW_MQTT_PORT: String(mqttPort),
    PW_MINIMUM_FREE_BYTES: "0",
    PW_LOG_LEVEL: "fatal",
    ...environment,
  });
  const { dataDir } = config;
  const state = await openState(config.state.url, dataDir);
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  const password_hash = await hashSensorPassword(PASSWORD);
  await state.db.insertInto("sensors").values(makeSensorRow("north", { password_hash })).execute();
  await state.settleErased();
  await state.close();
  const address = `http://127.0.0.1:${httpPort}`;
  let before: MqttClient | undefined;
  const health: TestVenue["health"] = async () => {
    const response = await fetch(`${address}/api/health`);
    return { ...((await response.json()) as Readiness), status: response.status };
  };
  return {
    config,
    dataDir,
    health,
    start: async () => {
      const collector = new PatientCollector(config, { environment: {}, now: Date.now }, () => undefined);
      await collector.start();
      onTestFinished(() => collector.stop(), 20_000);
      return collector;
    },
    untilFault: (code) =>
      vi.waitFor(async () => {
        const { faults } = await health();
        if (!faults.some((fault) => fault.code === code)) throw new Error(`not ${code}: ${JSON.stringify(faults)}`);
      }, WAIT),
    untilReady: () =>
      vi.waitFor(async () => {
        const { status, faults } = await health();
        if (status !== 200) throw new Error(`not ready: ${JSON.stringify(faults)}`);
      }, WAIT),
    sensor: async () => {
      // Of two connections under one name the later one ends the other, which would come back and end that: a sensor has one.
      await before?.endAsync(true);
      const client = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
        clientId: "north",
        username: "north",
        password: PASSWORD,
        protocolVersion: 4,
        reconnectPeriod: 500,
        resubscribe: true,
      });
      before = client;
      onTestFinished(() => client.endAsync(true));
      return sensorOf(client);
    },
  };
}

async function sensorOf(client: MqttClient): Promise<TestSensor> {
  const acked = new Set<number>();
  client.on("message", (_topic, payload) => {
    const ack = JSON.parse(payload.toString()) as Ack;
    if (ack.bootId !== BOOT) return;
    for (const [first, last] of ack.ranges) for (let seq = first; seq <= last; seq++) acked.add(seq);
  });
  await client.subscribeAsync(topics.ack(NORTH), { qos: 1 });
  return {
    acked,
    send: async (seq) => {
      const message = envelope("north", seq, "finding", makeFinding(`f-${seq}`));
      // A broker that is away takes nothing; the sensor sends again.
      if (client.connected) await client.publishAsync(topics.up(NORTH, "finding"), JSON.stringify(message), { qos: 1 });
    },
  };
}

/** Sends as a sensor does, until it is acknowledged. */
export async function sendUntilAcked(sensor: TestSensor, seq: number): Promise<void> {
  await vi.waitFor(async () => {
    if (!sensor.acked.has(seq)) await sensor.send(seq);
    await vi.waitFor(() => {
      if (!sensor.acked.has(seq)) throw new Error(`${seq} is not acknowledged`);
    }, 1_000);
  }, WAIT);
}
