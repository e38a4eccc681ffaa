import { CONTRACT_MAJOR, CONTRACT_VERSION, topics, type Ack, type Message } from "@probewarden/contract";
import mqtt, { type MqttClient } from "mqtt";
import { makeFinding, makeHealth } from "../../collector/src/intake/test-messages.ts";
import type { Sandbox } from "../road/sandbox.ts";
import { startBuiltCollector, type BuiltCollector } from "./built-collector.ts";

/** What a fleet is like. */
export interface FleetShape {
  /** Venues that its sensors stand in, in turn. */
  venues: number;
  /** Transmitters in each message of levels. */
  transmitters: number;
}
const ONE_HALL: FleetShape = { venues: 1, transmitters: 10 };

/** The venue in which the sensor of this number stands. */
export const venueOf = ({ venues }: FleetShape, index: number): string =>
  venues === 1 ? VENUE : `venue-${index % venues}`;

export const VENUE = "venue-test";
/** Milliseconds after which a message that was not acknowledged is sent again. */
const AGAIN_MS = 5_000;
/** Milliseconds that one may take to connect: a collector that others leave little time to is slow then, and is measured later. */
const CONNECT_MS = 120_000;
const BOOT = "bghijklmnopqrstuv";
/** Sensors on one row of the floor; all stand inside. */
const ROW = 190;
export const idOf = (index: number): string => `sensor-${index}`;

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
  venueId: string;
  index: number;
  client: MqttClient;
  seq: number;
  /** When each message that is under way was sent, by its number; in milliseconds. */
  sentAt: Map<number, number>;
  underWay: Map<number, { topic: string; text: string }>;
}

/** Simulated sensors of one venue, each with a connection and numbers of its own. */
export class Fleet {
  readonly #shape: FleetShape;
  readonly #sensors: Sensor[] = [];
  #sent = 0;
  #acknowledged = 0;
  #timer: NodeJS.Timeout | undefined;
  #next = 0;
  /** Milliseconds from sending a message to its acknowledgement, of the latest. */
  readonly latencies: number[] = [];
  /** Hears of each acknowledged message. */
  #answered: (sensor: Sensor) => void = () => undefined;

  constructor(shape: FleetShape = ONE_HALL) {
    this.#shape = shape;
  }

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
    const client = await mqtt.connectAsync(url, {
      protocolVersion: 4,
      clientId: sensorId,
      username: sensorId,
      connectTimeout: CONNECT_MS,
    });
    const sentAt = new Map<number, number>();
    const underWay: Sensor["underWay"] = new Map();
    const venueId = venueOf(this.#shape, index);
    const sensor = { sensorId, venueId, index, client, seq: 0, sentAt, underWay };
    client.on("error", () => undefined);
    client.on("message", (_topic, payload) => {
      for (const [first, last] of (JSON.parse(payload.toString()) as Ack).ranges)
        for (let seq = first; seq <= last; seq += 1) {
          const at = sentAt.get(seq);
          if (at === undefined) continue;
          sentAt.delete(seq);
          underWay.delete(seq);
          this.#acknowledged += 1;
          this.latencies.push(performance.now() - at);
          this.#answered(sensor);
        }
    });
    const address = { venueId, sensorId };
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

  /**
   * Lets each sensor send so many messages, as fast as they are acknowledged, and resolves after the last with how many had to be sent again, as
   * a sensor does: brokers lose some.
   */
  async flood(each: number, window: number, seconds = 240): Promise<number> {
    const left = new Map(this.#sensors.map((sensor) => [sensor, each]));
    let unanswered = each * this.#sensors.length;
    let again = 0;
    const send = (sensor: Sensor): void => {
      const rest = left.get(sensor) ?? 0;
      if (rest === 0) return;
      left.set(sensor, rest - 1);
      this.#send(sensor);
    };
    const deadline = performance.now() + seconds * 1000;
    const resend = (reject: (error: Error) => void): void => {
      const now = performance.now();
      if (now > deadline) reject(new Error(`${unanswered} of ${each * this.#sensors.length} messages unanswered`));
      for (const { client, sentAt, underWay } of this.#sensors)
        for (const [seq, at] of sentAt) {
          const message = underWay.get(seq);
          if (message === undefined || now - at < AGAIN_MS) continue;
          again += 1;
          sentAt.set(seq, now);
          client.publish(message.topic, message.text, { qos: 1 });
        }
    };
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      timer = setInterval(() => resend(reject), 1000);
      this.#answered = (sensor) => {
        unanswered -= 1;
        if (unanswered === 0) resolve();
        send(sensor);
      };
      for (const sensor of this.#sensors) for (let one = 0; one < window; one += 1) send(sensor);
    }).finally(() => clearInterval(timer));
    this.#answered = () => undefined;
    return again;
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
    if (sensor !== undefined) this.#send(sensor);
  }

  #send(sensor: Sensor): void {
    sensor.seq += 1;
    const { sensorId, venueId, seq, client } = sensor;
    const said = messageOf(sensor, this.#shape);
    const at = new Date().toISOString();
    sensor.sentAt.set(seq, performance.now());
    this.#sent += 1;
    const text = JSON.stringify({ v: CONTRACT_MAJOR, sensorId, bootId: BOOT, seq, at, ...said });
    const topic = topics.up({ venueId, sensorId }, said.kind);
    sensor.underWay.set(seq, { topic, text });
    client.publish(topic, text, { qos: 1 });
  }
}

/** In turn: health, levels, a finding that its sensor hears on (one suspect for each ten sensors). */
function messageOf({ index, seq }: Sensor, { transmitters }: FleetShape): Pick<Message, "kind" | "body"> {
  const at = new Date().toISOString();
  const suspect = Math.floor(index / 10);
  const box = `02:00:00:aa:${(suspect >> 8).toString(16).padStart(2, "0")}:${(suspect & 255).toString(16).padStart(2, "0")}`;
  if (seq % 3 === 1) return { kind: "health", body: makeHealth({ contractVersion: CONTRACT_VERSION }) };
  if (seq % 3 === 2)
    return {
      kind: "signal",
      body: {
        rows: Array.from({ length: transmitters }, (_, row) => ({
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
