import { mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { topics, type SensorRefusalCode } from "@probewarden/contract";
import { connectAsync, MqttClient, type IClientOptions } from "mqtt";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Refused } from "../health/door-log.ts";
import { hashPassword, verifyPassword } from "../people/password.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { EmbeddedBroker } from "./embedded.ts";
import { hashSecret, makeSecret } from "./sensor-secret.ts";

const SECRET = makeSecret();
const NORTH = { venueId: "mall", sensorId: "north" };
const SOUTH = { venueId: "mall", sensorId: "south" };
const WAIT = { timeout: 20_000, interval: 20 };

let folder: string;
let state: StateStore;
let broker: EmbeddedBroker;
let refused: [string, SensorRefusalCode][];
let turnedAway: Refused[];
let clients: MqttClient[];
/** The collector's own client: hears what gets through. */
let collector: MqttClient;
let heard: { topic: string; payload: string; retain: boolean }[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sessions-"));
  state = await openState("sqlite:", folder);
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  for (const sensorId of ["north", "south"])
    await state.db
      .insertInto("sensors")
      .values(makeSensorRow(sensorId, { password_hash: hashSecret(SECRET) }))
      .execute();
  refused = [];
  turnedAway = [];
  heard = [];
  clients = [];
  broker = new EmbeddedBroker({
    host: "127.0.0.1",
    port: 0,
    state,
    refused: (sensorId, reason) => refused.push([sensorId, reason]),
    turnedAway: (entry) => turnedAway.push(entry),
  });
  await broker.start();
  collector = new MqttClient(() => broker.connectInside(), { protocolVersion: 4, clientId: "collector" });
  await new Promise<void>((resolve) => collector.once("connect", () => resolve()));
  collector.on("message", (topic, payload, { retain }) => heard.push({ topic, payload: payload.toString(), retain }));
  await collector.subscribeAsync("probewarden/#", { qos: 1 });
});
afterEach(async () => {
  await collector.endAsync(true);
  for (const client of clients) await client.endAsync(true);
  await broker.stop();
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

async function signIn(username: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(
    `mqtt://127.0.0.1:${broker.port}`,
    { username, password: SECRET, protocolVersion: 4, reconnectPeriod: 0, keepalive: 30, ...options },
    false,
  );
  clients.push(client);
  client.on("error", () => undefined);
  return client;
}
/** Its messages are acknowledged by the broker and reach the collector. */
async function works(client: MqttClient, sensor: typeof NORTH): Promise<void> {
  const payload = String(Math.random());
  await client.publishAsync(topics.up(sensor, "health"), payload, { qos: 1 });
  await vi.waitFor(() => expect(heard.map((one) => one.payload)).toContain(payload), WAIT);
}
const closed = (client: MqttClient): Promise<void> =>
  new Promise((resolve) => (client.connected ? client.once("close", () => resolve()) : resolve()));
const reasons = (): Set<string> => new Set(refused.map((one) => one.join(" ")));

test("another sensor's client id pushes nobody out, and who asks for it is told of", async () => {
  const north = await signIn("north", { clientId: "probewarden-mall-north" });
  const south = await signIn("south", { clientId: "probewarden-mall-north" });
  await works(north, NORTH);
  await works(south, SOUTH);
  expect(reasons()).toEqual(new Set(["south other-identity"]));
});

test("one login has one connection: a later one takes the place of its own earlier one, whatever they call themselves", async () => {
  const other = await signIn("south");
  const all: MqttClient[] = [];
  for (let i = 0; i < 8; i++) all.push(await signIn("north", { clientId: `client-${i}` }));
  const last = all.pop();
  await Promise.all(all.map(closed));
  if (last === undefined) throw new Error("eight clients");
  await works(last, NORTH);
  await works(other, SOUTH);
  expect(broker.connections).toMatchObject({ all: 2, sensors: 2 });
});

test("a message with QoS 2 ends the connection, and nothing is kept for its PUBREL", async () => {
  const [north, south] = [await signIn("north"), await signIn("south")];
  const ended = closed(north);
  for (let i = 0; i < 100; i++) north.publish(topics.up(NORTH, "health"), "x".repeat(1000), { qos: 2 });
  await ended;
  await works(south, SOUTH);
  expect(heard.filter(({ topic }) => topic === topics.up(NORTH, "health"))).toEqual([]);
  expect(reasons()).toEqual(new Set(["north qos-2"]));
});

test("filters that are not its own are refused and not remembered, and a session ends with its connection", async () => {
  const north = await signIn("north", { clean: false, clientId: "stays" });
  for (let at = 0; at < 40; at++) {
    const filters = Array.from({ length: 20 }, (_, i) => `probewarden/v1/mall/other-${at * 20 + i}/ack`);
    await north.subscribeAsync(["$SYS/#", "$share/group/#", "#", ...filters], { qos: 1 }).catch(() => undefined);
  }
  await north.subscribeAsync(topics.sensorFilters(NORTH), { qos: 1 });
  await north.endAsync();
  const again = await signIn("north", { clean: false, clientId: "stays" });
  const got: string[] = [];
  again.on("message", (topic) => got.push(topic));
  await collector.publishAsync(topics.ack(NORTH), "for nobody", { qos: 1 });
  await again.subscribeAsync(topics.ack(NORTH), { qos: 1 });
  await collector.publishAsync(topics.ack(NORTH), "for north", { qos: 1 });
  await vi.waitFor(() => expect(got).toEqual([topics.ack(NORTH)]), WAIT);
  expect(reasons()).toEqual(new Set(["north other-identity"]));
});

test("a list of filters without end is cut off at its length", async () => {
  const north = await signIn("north");
  const ended = closed(north);
  north.subscribe(
    Array.from({ length: 1000 }, (_, i) => `probewarden/v1/mall/other-${i}/ack`),
    { qos: 1 },
  );
  await ended;
  expect(reasons()).toEqual(new Set(["north too-large"]));
});

test("10 MB are refused when they are announced, and the neighbour's messages are acknowledged meanwhile", async () => {
  const [north, south] = [await signIn("north"), await signIn("south")];
  const ended = closed(north);
  // PUBLISH with QoS 1 and a Remaining Length of 10 MB.
  north.stream.write(Buffer.from([0x32, 0x80, 0x80, 0x80, 0x05]));
  north.stream.write(Buffer.alloc(64 * 1024));
  await works(south, SOUTH);
  await ended;
  expect(reasons()).toEqual(new Set(["north too-large"]));
});

test.each([
  ["another sensor's topic", topics.up(SOUTH, "finding")],
  ["an acknowledgement", topics.ack(NORTH)],
  ["the venue's watch list", topics.watch("mall")],
  ["$SYS", "$SYS/broker/version"],
  ["a shared subscription's name", "$share/collectors/probewarden/v1/mall/north/finding"],
  ["another venue", topics.up({ venueId: "other", sensorId: "north" }, "finding")],
])("a message on %s is refused and told of", async (_what, topic) => {
  const north = await signIn("north");
  const ended = closed(north);
  north.publish(topic, "forged", { qos: 1 });
  await ended;
  await works(await signIn("south"), SOUTH);
  expect(heard.some(({ payload }) => payload === "forged")).toBe(false);
  expect(reasons()).toEqual(new Set(["north other-identity"]));
});

test("a Will is the sensor's own status and no book; any other is refused with the greeting", async () => {
  const will = (topic: string, payload: string): IClientOptions => ({
    will: { topic, payload: Buffer.from(payload), qos: 1, retain: true },
  });
  for (const options of [
    will(topics.up(SOUTH, "status"), "offline"),
    will(topics.up(NORTH, "finding"), "forged"),
    will(topics.up(NORTH, "status"), "x".repeat(2000)),
  ])
    await expect(signIn("north", options)).rejects.toThrow(/not authori[sz]ed/i);
  const north = await signIn("north", will(topics.up(NORTH, "status"), "offline"));
  north.stream.destroy();
  await vi.waitFor(
    () => expect(heard).toMatchObject([{ topic: topics.up(NORTH, "status"), payload: "offline" }]),
    WAIT,
  );
  expect(reasons()).toEqual(new Set(["north other-identity", "north too-large"]));
});

test("the broker keeps a sensor's status and nothing else, whatever is marked to be kept", async () => {
  const north = await signIn("north");
  for (const kind of ["status", "health", "finding", "signal"] as const)
    await north.publishAsync(topics.up(NORTH, kind), kind, { qos: 1, retain: true });
  await vi.waitFor(() => expect(heard.length).toBe(4), WAIT);
  heard = [];
  await collector.unsubscribeAsync("probewarden/#");
  await collector.subscribeAsync("probewarden/#", { qos: 1 });
  await works(north, NORTH);
  expect(heard.filter(({ retain }) => retain)).toMatchObject([{ payload: "status" }]);
});

test("a sensor that is removed, moved or gets another password is cut off while it is connected; its neighbour is not", async () => {
  const south = await signIn("south");
  for (const change of [{ password_hash: hashSecret(SECRET) }, { venue_id: "elsewhere" }, { retired_at: 1 }]) {
    const north = await signIn("north");
    const ended = closed(north);
    await state.db
      .insertInto("venues")
      .values({ venue_id: "elsewhere", name: "Elsewhere", time_zone: "UTC", floors: "[]", networks: "[]" })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await state.db.updateTable("sensors").set(change).where("sensor_id", "=", "north").execute();
    await ended;
  }
  await works(south, SOUTH);
  await expect(signIn("north")).rejects.toThrow(/not authori[sz]ed|bad user/i);
});

test("silence is bounded: no keepalive and a long one are refused, and who is silent for one and a half is closed", async () => {
  for (const keepalive of [0, 600]) await expect(signIn("north", { keepalive })).rejects.toThrow();
  const socket = createConnection({ port: broker.port, host: "127.0.0.1" });
  const field = (text: string): Buffer => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)]);
  // CONNECT of level 4 with user name, password and a keepalive of one second.
  const body = Buffer.concat([
    field("MQTT"),
    Buffer.from([4, 0b1100_0010, 0, 1]),
    field("n"),
    field("north"),
    field(SECRET),
  ]);
  socket.write(Buffer.concat([Buffer.from([0x10, body.length]), body]));
  const [connack] = (await once(socket, "data")) as [Buffer];
  expect([...connack]).toEqual([0x20, 2, 0, 0]);
  await once(socket, "close");
});

test("a sensor that reads nothing holds nobody up", { timeout: 60_000 }, async () => {
  const [north, south] = [await signIn("north"), await signIn("south")];
  await north.subscribeAsync(topics.ack(NORTH), { qos: 1 });
  await south.subscribeAsync(topics.ack(SOUTH), { qos: 1 });
  let acks = 0;
  south.on("message", () => acks++);
  north.stream.pause();
  const big = "x".repeat(100_000);
  for (let i = 0; i < 200; i++) {
    collector.publish(topics.ack(NORTH), big, { qos: 1 });
    collector.publish(topics.ack(SOUTH), "ack", { qos: 1 });
  }
  await vi.waitFor(() => expect(acks).toBe(200), { timeout: 10_000, interval: 20 });
  await works(south, SOUTH);
});

test("a sensor that floods is slowed and told of; its neighbour goes on", { timeout: 60_000 }, async () => {
  const [north, south] = [await signIn("north"), await signIn("south")];
  const chunk = Buffer.alloc(64 * 1024);
  // PINGREQ, two octets each: 32,768 packets at a time.
  for (let at = 0; at < chunk.length; at += 2) chunk[at] = 0xc0;
  for (let i = 0; i < 4; i++) north.stream.write(chunk);
  await works(south, SOUTH);
  await vi.waitFor(() => expect(reasons()).toEqual(new Set(["north too-fast"])), WAIT);
});

test(
  "wrong passwords without end keep neither a sensor's messages nor a person's sign-in waiting",
  { timeout: 60_000 },
  async () => {
    const person = await hashPassword("correct horse battery");
    const old = await hashPassword(SECRET, { N: 2 ** 14, r: 8, p: 1 });
    await state.db
      .insertInto("sensors")
      .values(makeSensorRow("old", { password_hash: old }))
      .execute();
    const north = await signIn("north");
    let over = 0;
    const guesses = Array.from({ length: 200 }, (_, i) =>
      connectAsync(
        `mqtt://127.0.0.1:${broker.port}`,
        { username: i % 2 === 0 ? "old" : "north", password: `guess ${i}`, protocolVersion: 4, reconnectPeriod: 0 },
        false,
      )
        .catch(() => undefined)
        .finally(() => over++),
    );
    for (let i = 0; i < 20; i++) await works(north, NORTH);
    expect(await verifyPassword("correct horse battery", person)).toBe(true);
    // Both were served long before the crowd was through.
    expect(over).toBeLessThan(200);
    await Promise.all(guesses);
    expect(north.connected).toBe(true);
  },
);

test("who is not let in is told of with the address: a sensor with a wrong password, one that was removed, and a name that is none", async () => {
  await state.db.updateTable("sensors").set({ retired_at: 1 }).where("sensor_id", "=", "south").execute();
  for (const [username, password] of [
    ["north", makeSecret()],
    ["south", SECRET],
    ["A password, typed here", SECRET],
  ] as const)
    await expect(signIn(username, { password })).rejects.toThrow();
  await signIn("north");
  const address = expect.stringMatching(/^(::ffff:)?127\.0\.0\.1$/) as string;
  expect(turnedAway).toEqual([
    { code: "wrong-password", address, sensor: "north" },
    { code: "unknown-sensor", address, sensor: "south" },
    { code: "unknown-sensor", address },
  ]);
});
