import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createSecureContext, type SecureContext } from "node:tls";
import { CONTRACT_MAJOR, CONTRACT_VERSION, topics, type Ack } from "@probewarden/contract";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { brokerWaits } from "../../agent/src/uplink/retry-schedule.ts";
import { hashSecret, makeSecret } from "../../collector/src/broker/sensor-secret.ts";
import { makeHealth } from "../../collector/src/intake/test-messages.ts";
import { makeCertificates } from "../../collector/src/main/certificates.ts";
import { openState } from "../../collector/src/store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../../collector/src/store/state/test-rows.ts";
import { answersWell, freePort, ROOT, Sandbox, until, type Running } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { cpuSeconds, quantile } from "./measure.ts";

const SENSORS = 1_000;
const VENUE = "venue-test";
const BOOT = "bghijklmnopqrstuv";
/** Seconds in which a connection counts as a good one (ten, in the agent), and what was begun is over. */
const SETTLE_SECONDS = 12;
const MOST_SECONDS = 120;

/**
 * A sensor that makes its connection again by the agent's own waits, and sends one message whenever it has one: what is acknowledged went all the
 * way to the disk and back. It checks no certificate, and all share one context: what that costs each sensor on its own processor would here be
 * taken from the collector's.
 */
class Returning {
  /** When the latest message was acknowledged, by `performance.now()`; undefined since the latest {@link leave}. */
  backAt: number | undefined;
  /** Connections that were tried, since then. */
  tried = 0;
  readonly #options: IClientOptions;
  readonly #url: string;
  readonly #address: { venueId: string; sensorId: string };
  #waits = brokerWaits(Math.random);
  #client: MqttClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  #seq = 0;

  constructor(url: string, sensorId: string, password: string, secureContext: SecureContext) {
    this.#url = url;
    this.#address = { venueId: VENUE, sensorId };
    this.#options = {
      protocolVersion: 4,
      clientId: `probewarden-${VENUE}-${sensorId}`,
      username: sensorId,
      password,
      keepalive: 30,
      connectTimeout: 15_000,
      reconnectPeriod: 0,
      queueQoSZero: false,
      resubscribe: false,
      rejectUnauthorized: false,
    };
    // Goes through to tls.connect, which the client's types do not tell.
    Object.assign(this.#options, { secureContext });
  }

  start(): void {
    this.tried += 1;
    const client = mqtt.connect(this.#url, this.#options);
    this.#client = client;
    client.on("error", () => undefined);
    client.on("connect", () => void this.#speak(client).catch(() => undefined));
    client.on("message", (topic, payload) => this.#hear(topic, payload));
    client.once("close", () => {
      client.end(true);
      this.#timer = setTimeout(() => this.start(), this.#waits.next().value);
    });
  }

  /** From now on it counts as away, until its next message is acknowledged. */
  leave(): void {
    this.backAt = undefined;
    this.tried = 0;
    this.#waits = brokerWaits(Math.random);
  }

  stop(): void {
    this.#client?.removeAllListeners("close");
    this.#client?.end(true);
    clearTimeout(this.#timer);
  }

  /** In the order in which a sensor does: what it hears, that it is there, then what waited. */
  async #speak(client: MqttClient): Promise<void> {
    const filters = client.subscribeAsync([...topics.sensorFilters(this.#address)], { qos: 1 });
    const status = { v: CONTRACT_MAJOR, state: "online", version: "0.1.0", contractVersion: CONTRACT_VERSION };
    const retained = { qos: 1, retain: true } as const;
    await client.publishAsync(topics.up(this.#address, "status"), JSON.stringify(status), retained);
    await filters;
    this.#seq += 1;
    const { sensorId } = this.#address;
    const at = new Date().toISOString();
    const body = makeHealth({ contractVersion: CONTRACT_VERSION });
    const message = { v: CONTRACT_MAJOR, sensorId, bootId: BOOT, seq: this.#seq, at, kind: "health", body };
    await client.publishAsync(topics.up(this.#address, "health"), JSON.stringify(message), { qos: 1 });
  }

  #hear(topic: string, payload: Buffer): void {
    if (topic !== topics.ack(this.#address)) return;
    const { ranges } = JSON.parse(payload.toString()) as Ack;
    if (ranges.some(([first, last]) => first <= this.#seq && this.#seq <= last)) this.backAt ??= performance.now();
  }
}

/** Resolves when something accepts connections on the port. */
async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const open = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "close").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) return;
    await delay(10);
  }
}

/**
 * `npm run bench -- return`: a thousand sensors over TLS with random secrets, at the embedded broker. It is killed and started again at once
 * on its folder; each sensor comes back by its own waits. Sensors and collector share this machine's cores, and both do the handshakes.
 */
export async function benchReturn(): Promise<Row[]> {
  const sandbox = new Sandbox();
  const dataDir = `${sandbox.folder}/collector`;
  const [http, port] = [await freePort(), await freePort()];
  const { cert, key } = await makeCertificates(["127.0.0.1"], Date.now());
  const tls = { certFile: sandbox.write("server.pem", cert), keyFile: sandbox.write("server.key", key) };
  const config = sandbox.write("collector.yaml", {
    dataDir,
    http: { port: http },
    mqtt: { embedded: true, port, ...tls },
    minimumFreeBytes: 0,
  });
  const start = (): Running =>
    sandbox.start(`${ROOT}collector/bin/probewarden-collector.js`, ["run", "--config", config]);
  const sensors: Returning[] = [];
  try {
    let running = start();
    await until("the collector", () => answersWell(`http://127.0.0.1:${http}/api/health`), 60, running.log);
    const secrets = Array.from({ length: SENSORS }, makeSecret);
    const state = await openState("sqlite:", dataDir);
    await state.transaction(async (trx) => {
      await trx
        .insertInto("venues")
        .values(makeVenueRow({ venue_id: VENUE }))
        .execute();
      for (const [index, secret] of secrets.entries())
        await trx
          .insertInto("sensors")
          .values(makeSensorRow(`sensor-${index}`, { venue_id: VENUE, password_hash: hashSecret(secret) }))
          .execute();
    });
    await state.close();
    const context = createSecureContext();
    for (const [index, secret] of secrets.entries())
      sensors.push(new Returning(`mqtts://127.0.0.1:${port}`, `sensor-${index}`, secret, context));
    const away = (): number => sensors.filter(({ backAt }) => backAt === undefined).length;
    const allBack = (): Promise<true> =>
      until(
        "every sensor",
        () => (away() === 0 ? true : undefined),
        MOST_SECONDS,
        () => `${away()} away\n${running.log().slice(-500)}`,
      );
    for (const sensor of sensors) sensor.start();
    await allBack();
    await delay(SETTLE_SECONDS * 1000);

    for (const sensor of sensors) sensor.leave();
    const killedAt = performance.now();
    await running.end("SIGKILL");
    running = start();
    await listening(port);
    const pid = running.child.pid ?? 0;
    const [listensAt, starting] = [performance.now(), cpuSeconds(pid)];
    await allBack();
    const cpu = cpuSeconds(pid);
    const back = sensors.map(({ backAt = Number.NaN }) => (backAt - listensAt) / 1000);
    const tried = sensors.reduce((sum, sensor) => sum + sensor.tried, 0);
    const what = `${SENSORS} sensors over TLS, collector killed and started again`;
    const down = (listensAt - killedAt) / 1000;
    return [
      {
        what: `${what}: all back with a message acknowledged, after it listened again (wall; ${down.toFixed(1)} s after the kill)`,
        ours: `${Math.max(...back).toFixed(1)} s`,
        limit: "≤ 5 s",
      },
      {
        what: `${what}: half of them, 95 of 100 (wall)`,
        ours: `${quantile(back, 0.5).toFixed(1)}, ${quantile(back, 0.95).toFixed(1)} s`,
        limit: "told",
      },
      {
        what: `${what}: processor seconds of the collector, from its start until it listened, from there until all were back`,
        ours: `${starting.toFixed(1)}, ${(cpu - starting).toFixed(1)}`,
        limit: "told",
      },
      { what: `${what}: connections tried for each`, ours: (tried / SENSORS).toFixed(1), limit: "told" },
    ];
  } finally {
    for (const sensor of sensors) sensor.stop();
    await sandbox.clear();
  }
}
