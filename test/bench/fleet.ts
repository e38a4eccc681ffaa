import { CONTRACT_MAJOR, CONTRACT_VERSION, topics, type Ack, type Message } from "@probewarden/contract";
import mqtt, { type MqttClient } from "mqtt";
import { makeFinding, makeHealth } from "../../collector/src/intake/test-messages.ts";
import type { Sandbox } from "../road/sandbox.ts";
import { startBuiltCollector, type BuiltCollector } from "./built-collector.ts";

const VENUE = "venue-test";
const BOOT = "bghijklmnopqrstuv";
/** Sensors on one row of the floor; all stand inside. */
const ROW = 190;
const idOf = (index: number): string => `sensor-${index}`;

/** A built collector that signs in by itself, with so many sensors in one venue. */
export function startCollectorFor(sandbox: Sandbox, sensors: number): Promise<BuiltCollector> {
  const floor = { floorId: "floor-b1", name: "B1", widthMetres: 200, heightMetres: 40 };
  const venue = sandbox.write(
    "venue.json",
    JSON.stringify({
      venue: { venueId: VENUE, name: "Test venue", timeZone: "Asia/Shanghai", floors: [floor] },
      plans: [],
      sensors: Array.from({ length: sensors }, (_, index) => ({
        sensorId: idOf(index),
        name: idOf(index),
        floorId: floor.floorId,
        x: 1 + (index % ROW),
        y: 1 + Math.floor(index / ROW),
      })),
      networks: [],
    }),
  );
  return startBuiltCollector(sandbox, venue);
}

interface Sensor {
  sensorId: string;
  index: number;
  client: MqttClient;
  seq: number;
  /** When each message that is under way was sent, by its number; in milliseconds. */
  sentAt: Map<number, number>;
}

/** Simulated sensors of one venue, each with a connection and numbers of its own. */
export class Fleet {
  readonly #sensors: Sensor[] = [];
  #sent = 0;
  #acknowledged = 0;
  #timer: NodeJS.Timeout | undefined;
  #next = 0;
  /** Milliseconds from sending a message to its acknowledgement, of the latest. */
  readonly latencies: number[] = [];

  /** Messages that are under way. */
  get waiting(): number {
    return this.#sent - this.#acknowledged;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  async connect(url: string, sensors: number): Promise<void> {
    for (let from = 0; from < sensors; from += 50)
      await Promise.all(Array.from({ length: Math.min(50, sensors - from) }, (_, at) => this.#connect(url, from + at)));
  }

  async #connect(url: string, index: number): Promise<void> {
    const sensorId = idOf(index);
    const client = await mqtt.connectAsync(url, { protocolVersion: 4, clientId: sensorId, username: sensorId });
    const sentAt = new Map<number, number>();
    const sensor = { sensorId, index, client, seq: 0, sentAt };
    client.on("error", () => undefined);
    client.on("message", (_topic, payload) => {
      for (const [first, last] of (JSON.parse(payload.toString()) as Ack).ranges)
        for (let seq = first; seq <= last; seq += 1) {
          const at = sentAt.get(seq);
          if (at === undefined) continue;
          sentAt.delete(seq);
          this.#acknowledged += 1;
          this.latencies.push(performance.now() - at);
        }
    });
    const address = { venueId: VENUE, sensorId };
    await client.subscribeAsync(topics.ack(address), { qos: 1 });
    const status = { v: CONTRACT_MAJOR, state: "online", version: "0.1.0", contractVersion: CONTRACT_VERSION };
    await client.publishAsync(topics.up(address, "status"), JSON.stringify(status), { qos: 1, retain: true });
    this.#sensors.push(sensor);
  }

  /** Lets the sensors speak in turn, so many messages a second together, spread evenly. */
  speak(perSecond: number): void {
    const from = performance.now();
    let done = 0;
    this.#timer = setInterval(() => {
      const due = ((performance.now() - from) / 1000) * perSecond;
      for (; done < due; done += 1) this.#say();
    }, 20);
  }

  silence(): void {
    clearInterval(this.#timer);
  }

  async end(): Promise<void> {
    this.silence();
    await Promise.all(this.#sensors.map(({ client }) => client.endAsync(true)));
  }

  #say(): void {
    const sensor = this.#sensors[this.#next % this.#sensors.length];
    this.#next += 1;
    if (sensor === undefined) return;
    sensor.seq += 1;
    const { sensorId, seq, client } = sensor;
    const said = messageOf(sensor);
    const at = new Date().toISOString();
    sensor.sentAt.set(seq, performance.now());
    this.#sent += 1;
    const message = JSON.stringify({ v: CONTRACT_MAJOR, sensorId, bootId: BOOT, seq, at, ...said });
    client.publish(topics.up({ venueId: VENUE, sensorId }, said.kind), message, { qos: 1 });
  }
}

/** In turn: health, levels of ten transmitters, a finding that its sensor hears on (one suspect for each ten sensors). */
function messageOf({ index, seq }: Sensor): Pick<Message, "kind" | "body"> {
  const at = new Date().toISOString();
  const suspect = Math.floor(index / 10);
  const box = `02:00:00:aa:${(suspect >> 8).toString(16).padStart(2, "0")}:${(suspect & 255).toString(16).padStart(2, "0")}`;
  if (seq % 3 === 1) return { kind: "health", body: makeHealth({ contractVersion: CONTRACT_VERSION }) };
  if (seq % 3 === 2)
    return {
      kind: "signal",
      body: {
        rows: Array.from({ length: 10 }, (_, row) => ({
          minute: `${at.slice(0, 16)}:00.000Z`,
          transmitter: row === 0 ? box : `02:00:00:bb:00:${row.toString(16).padStart(2, "0")}`,
          role: row === 0 ? ("suspect" as const) : ("resident" as const),
          channelMhz: 2412,
          frames: 60,
          medianDbm: -60,
          p10Dbm: -64,
          p90Dbm: -57,
        })),
      },
    };
  return {
    kind: "finding",
    body: makeFinding(`finding-${index}`, {
      suspectId: `suspect-${suspect}`,
      state: seq === 3 ? "opened" : "heard",
      firstHeardAt: at,
      lastHeardAt: at,
      transmitters: [box],
      rssiDbm: -60,
    }),
  };
}
