import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { topics, type Ack, type Floor, type MessageKind, type Watch } from "@probewarden/contract";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, vi } from "vitest";
import { hashForMosquitto, hashSensorPassword } from "../broker/password.ts";
import { openSeries } from "../store/series/open-series.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow } from "../store/state/test-rows.ts";
import { describeWith } from "../test-needs.ts";
import { Ingest, type IngestEvent, type IngestOptions } from "./intake.ts";
import { SENSOR_PASSWORD, startEmbedded, startMosquitto, whyNoMosquitto, type TestBroker } from "./test-brokers.ts";

const FLOORS: Floor[] = [{ floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 }];
const SENSORS = [
  { sensorId: "north", x: 10, y: 5 },
  { sensorId: "south", x: 10, y: 35 },
  { sensorId: "east", x: 50, y: 20 },
];
/** A busy machine takes its time. */
export const PATIENT = { timeout: 20_000 };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** scrypt takes its time on purpose; the hashes are made once. */
const hashes = Promise.all([hashSensorPassword(SENSOR_PASSWORD), hashForMosquitto(SENSOR_PASSWORD)]);

/** A sensor's connection, and what it was told. */
interface TestSensor {
  client: MqttClient;
  acks: Ack[];
  watch: Watch[];
}

/** A venue with three sensors that are connected to a real broker, and the ingest of a collector behind it. */
class IntakeBench {
  dir!: string;
  state!: StateStore;
  series!: SeriesStore;
  broker!: TestBroker;
  ingest!: Ingest;
  events: IngestEvent[] = [];
  readonly #sensors = new Map<string, TestSensor>();

  async start(startBroker: (state: StateStore) => Promise<TestBroker>): Promise<void> {
    this.dir = mkdtempSync(join(tmpdir(), "ingest-"));
    [this.state, this.series] = [await openState("sqlite:", this.dir), await openSeries("sqlite:", this.dir)];
    const [password_hash, mosquitto_hash] = await hashes;
    await this.state.db
      .insertInto("venues")
      .values({
        venue_id: "mall",
        name: "Mall",
        time_zone: "Asia/Shanghai",
        floors: JSON.stringify(FLOORS),
        networks: "[]",
      })
      .execute();
    for (const { sensorId, x, y } of SENSORS)
      await this.state.db
        .insertInto("sensors")
        .values(makeSensorRow(sensorId, { floor_id: "ground", x, y, password_hash, mosquitto_hash }))
        .execute();
    this.broker = await startBroker(this.state);
    this.events = [];
    this.#sensors.clear();
    await this.startIngest();
    for (const { sensorId } of SENSORS) this.#sensors.set(sensorId, await this.#connect(sensorId));
  }

  async stop(): Promise<void> {
    await this.ingest.stop();
    for (const { client } of this.#sensors.values()) await client.endAsync(true);
    await this.broker.stop();
    await this.state.close();
    await this.series.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  async startIngest(over: Partial<IngestOptions> = {}): Promise<void> {
    this.ingest = new Ingest({
      state: this.state,
      series: this.series,
      broker: this.broker.forCollector,
      dataDir: this.dir,
      minimumFreeBytes: 0,
      deadLetters: 10,
      onChange: (event) => this.events.push(event),
      log: quiet,
      ...over,
    });
    await this.ingest.start();
  }

  sensor(sensorId: string): TestSensor {
    const found = this.#sensors.get(sensorId);
    if (found === undefined) throw new Error(`no sensor ${sensorId}`);
    return found;
  }

  send(sensorId: string, kind: MessageKind, message: object | string): Promise<unknown> {
    const payload = typeof message === "string" ? message : JSON.stringify(message);
    return this.sensor(sensorId).client.publishAsync(topics.up({ venueId: "mall", sensorId }, kind), payload, {
      qos: 1,
    });
  }

  /** Numbers that were acknowledged, each as often as it was. */
  ackedBy(sensorId: string): number[] {
    return this.sensor(sensorId).acks.flatMap((ack) =>
      ack.ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index)),
    );
  }

  /** Waits until these numbers are acknowledged, and no others. */
  acked(sensorId: string, numbers: number[]): Promise<void> {
    return vi.waitFor(
      () => expect([...new Set(this.ackedBy(sensorId))].toSorted((a, b) => a - b)).toEqual(numbers),
      PATIENT,
    );
  }

  async #connect(sensorId: string): Promise<TestSensor> {
    const client = await connectAsync(this.broker.url, {
      username: sensorId,
      password: SENSOR_PASSWORD,
      protocolVersion: 4,
      reconnectPeriod: 0,
    });
    const heard = { client, acks: [] as Ack[], watch: [] as Watch[] };
    client.on("message", (topic, payload) => {
      if (topic.endsWith("/ack")) heard.acks.push(JSON.parse(payload.toString()) as Ack);
      if (topic.endsWith("/watch")) heard.watch.push(JSON.parse(payload.toString()) as Watch);
    });
    await client.subscribeAsync(topics.sensorFilters({ venueId: "mall", sensorId }), { qos: 1 });
    return heard;
  }
}

/** Runs tests behind each broker, each test with a bench of its own. */
export function describeIntake(tests: (it: IntakeBench) => void): void {
  describe.each([
    ["aedes", startEmbedded, undefined],
    ["mosquitto", startMosquitto, whyNoMosquitto()],
  ] as const)("ingest behind %s", (_name, startBroker, why) => {
    describeWith(why, "over a real broker", () => {
      const it = new IntakeBench();
      beforeEach(() => it.start(startBroker));
      afterEach(() => it.stop());
      tests(it);
    });
  });
}
