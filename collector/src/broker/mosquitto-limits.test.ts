import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { topics } from "@probewarden/contract";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { SENSOR_PASSWORD, startMosquitto, whyNoMosquitto, type TestBroker } from "../intake/test-brokers.ts";
import { openState } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { hashForMosquitto } from "./password.ts";
import { describeWith } from "../test-needs.ts";

const why = whyNoMosquitto();
const HOSTILE = { venueId: "mall", sensorId: "hostile" };
const HONEST = { venueId: "mall", sensorId: "honest" };
const WAIT = { timeout: 30_000, interval: 50 };

describeWith(why, "a sensor at mosquitto", () => {
  const dir = mkdtempSync(join(tmpdir(), "mosquitto-limits-"));
  const open = new Set<MqttClient>();
  let broker: TestBroker;
  let collector: MqttClient;
  let honest: MqttClient;
  let heard: string[];
  let number = 0;

  beforeAll(async () => {
    const state = await openState("sqlite:", dir);
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    const mosquitto_hash = await hashForMosquitto(SENSOR_PASSWORD);
    for (const { sensorId } of [HOSTILE, HONEST])
      await state.db.insertInto("sensors").values(makeSensorRow(sensorId, { mosquitto_hash })).execute();
    broker = await startMosquitto(state);
    await state.close();
  });
  afterAll(async () => {
    await broker.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  /** A client; whatever happens to it is its own trouble. */
  async function clientOf(url: string, options: IClientOptions): Promise<MqttClient> {
    const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, ...options }, false);
    client.on("error", () => undefined);
    open.add(client);
    return client;
  }
  const signIn = (username: string, options: IClientOptions = {}): Promise<MqttClient> =>
    clientOf(broker.url, { username, password: SENSOR_PASSWORD, ...options });
  const atCollectors = (login: IClientOptions): Promise<MqttClient> => {
    if (!("url" in broker.forCollector)) throw new Error("an outside broker has an address");
    const { url, username, password } = broker.forCollector;
    return clientOf(url, {
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...login,
    });
  };
  /** What the honest sensor sends arrives, over the connection that it had before. */
  async function neighbourIsHeard(): Promise<void> {
    const text = `honest ${++number}`;
    await honest.publishAsync(topics.up(HONEST, "finding"), text, { qos: 1 });
    await vi.waitFor(() => expect(heard).toContain(text), WAIT);
    expect(honest.connected).toBe(true);
  }

  /** When the broker has cut a connection, with or without an error at this end. */
  const cutOff = (client: MqttClient): Promise<void> => new Promise((resolve) => client.once("close", () => resolve()));

  beforeEach(async () => {
    heard = [];
    collector = await atCollectors({});
    collector.on("message", (_topic, payload) => void heard.push(payload.toString().slice(0, 64)));
    await collector.subscribeAsync("probewarden/#", { qos: 1 });
    honest = await signIn("honest");
  });
  afterEach(async () => {
    for (const client of open) await client.endAsync(true);
    open.clear();
  });

  test("that asks for another's client id gets its own, and pushes nobody out", async () => {
    for (const clientId of ["honest", "probewarden-mall-honest", collector.options.clientId ?? ""])
      await signIn("hostile", { clientId });
    await neighbourIsHeard();
    expect(collector.connected).toBe(true);
  });

  test("has one connection, however many it opens", async () => {
    const [first] = [await signIn("hostile", { clientId: "one" })];
    const gone = cutOff(first);
    const second = await signIn("hostile", { clientId: "two" });
    await gone;
    expect(second.connected).toBe(true);
    await neighbourIsHeard();
  });

  test("does not get in where collectors do, nor anybody without a login anywhere", async () => {
    await expect(atCollectors({ username: "hostile", password: SENSOR_PASSWORD })).rejects.toThrow(
      /not authori[sz]ed/i,
    );
    await expect(clientOf(broker.url, {})).rejects.toThrow(/not authori[sz]ed/i);
    // Several collectors are several clients of one login.
    await atCollectors({ clientId: "another" });
    await neighbourIsHeard();
    expect(collector.connected).toBe(true);
  });

  test("publishes and reads under its own name only", async () => {
    const hostile = await signIn("hostile");
    const spied: string[] = [];
    hostile.on("message", (topic) => void spied.push(topic));
    for (const filter of ["#", "probewarden/#", topics.ack(HONEST), topics.piece(HONEST), topics.up(HONEST, "finding")])
      await hostile.subscribeAsync(filter, { qos: 1 }).catch(() => undefined);
    for (const topic of [
      topics.up(HONEST, "finding"),
      topics.ack(HONEST),
      topics.piece(HOSTILE),
      topics.up(HONEST, "want"),
      topics.watch("mall"),
    ])
      await hostile.publishAsync(topic, "forged", { qos: 1 });
    await hostile.publishAsync(topics.up(HOSTILE, "finding"), "own", { qos: 1 });
    await hostile.publishAsync(topics.up(HOSTILE, "want"), "a question", { qos: 1 });
    await hostile.subscribeAsync(topics.piece(HOSTILE), { qos: 0 });
    await collector.publishAsync(topics.piece(HOSTILE), "a piece");
    await neighbourIsHeard();
    expect(heard.filter((text) => text === "forged")).toEqual([]);
    expect(heard).toContain("own");
    expect(heard).toContain("a question");
    await vi.waitFor(() => expect(spied).toEqual([topics.piece(HOSTILE)]), WAIT);
  });

  test.each([
    ["ten megabytes", Buffer.alloc(10 * 1024 * 1024, "x"), 1],
    ["QoS 2", "twice", 2],
  ] as const)("that sends %s is cut off, and its neighbour goes on", async (_what, payload, qos) => {
    const hostile = await signIn("hostile");
    const gone = cutOff(hostile);
    hostile.publish(topics.up(HOSTILE, "finding"), payload, { qos });
    await gone;
    await neighbourIsHeard();
    expect(heard.filter((text) => !text.startsWith("honest"))).toEqual([]);
  });

  test("whose Will is of QoS 2, or another's, does not speak through it", async () => {
    await expect(
      signIn("hostile", { will: { topic: topics.up(HOSTILE, "status"), payload: Buffer.from("will"), qos: 2 } }),
    ).rejects.toThrow();
    const forger = await signIn("hostile", {
      will: { topic: topics.up(HONEST, "status"), payload: Buffer.from("will"), qos: 1 },
    }).catch(() => undefined);
    forger?.stream.destroy();
    await neighbourIsHeard();
    expect(heard).not.toContain("will");
  });
});
