import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { topics, type Ack, type Finding } from "@probewarden/contract";
import { connectAsync, MqttClient } from "mqtt";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { askToForget, toForget } from "../broker/clearances.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import { SENSOR_LIMITS } from "./sensor-limits.ts";
import { startEmbeddedIntake, type EmbeddedIntake } from "./test-embedded.ts";
import { envelope, makeFinding, makeHealth, makeLevel } from "./test-messages.ts";

const HOSTILE = { venueId: "mall", sensorId: "hostile" };
const HONEST = { venueId: "mall", sensorId: "honest" };
const LIMITS = {
  ...SENSOR_LIMITS,
  openFindings: 50,
  messages: { perMinute: 400, extraPerDay: 100 },
  rows: { perMinute: 2_000, extraPerDay: 1_000 },
  octets: { perMinute: 1024 * 1024, extraPerDay: 1024 * 1024 },
  cameras: 20,
};
const WAIT = { timeout: 30_000, interval: 50 };

let collector: EmbeddedIntake;
let hostile: MqttClient;
let honest: MqttClient;
let acknowledged: Set<number>;
let seq: number;

beforeEach(async () => {
  collector = await startEmbeddedIntake([HOSTILE.sensorId, HONEST.sensorId], LIMITS);
  [hostile, honest] = [await signIn("hostile"), await signIn("honest")];
  acknowledged = new Set();
  seq = 0;
  honest.on("message", (_topic, payload) => {
    for (const [first, last] of (JSON.parse(payload.toString()) as Ack).ranges)
      for (let number = first; number <= last; number++) acknowledged.add(number);
  });
  await honest.subscribeAsync(topics.ack(HONEST), { qos: 1 });
});
afterEach(async () => {
  for (const client of [hostile, honest]) await client.endAsync(true);
  await collector.stop();
});

async function signIn(username: string): Promise<MqttClient> {
  const { url, secret } = collector;
  const client = await connectAsync(url, { username, password: secret, protocolVersion: 4, reconnectPeriod: 0 }, false);
  client.on("error", () => undefined);
  return client;
}
/** What the honest sensor sends is stored and acknowledged. */
async function neighbourIsHeard(): Promise<void> {
  const number = ++seq;
  const message = envelope("honest", number, "health", makeHealth());
  await honest.publishAsync(topics.up(HONEST, "health"), JSON.stringify(message), { qos: 1 });
  await vi.waitFor(() => expect(acknowledged.has(number)).toBe(true), WAIT);
}
async function rowOf(sensorId: string) {
  await collector.refusals.write();
  return (await readSensors(collector.state, { sensorId }, Date.now()))[0];
}
const refusedOf = async (sensorId: string): Promise<Record<string, number>> =>
  Object.fromEntries(((await rowOf(sensorId))?.refused ?? []).map(({ reason, count }) => [reason, count]));
const finding = (number: number, over: Partial<Finding> = {}): string =>
  JSON.stringify(envelope("hostile", number, "finding", makeFinding(`f${number}`, over)));
const address = (number: number): string =>
  `02:00:00:00:${[number >> 8, number & 255].map((octet) => octet.toString(16).padStart(2, "0")).join(":")}`;

test(
  "findings of the year 9999 without end: so many are held, none lies ahead, and the rest is counted and shown",
  { timeout: 90_000 },
  async () => {
    const times = { firstHeardAt: "9999-12-31T23:59:59.000Z", lastHeardAt: "9999-12-31T23:59:59.000Z" };
    for (let number = 1; number <= 300; number++)
      hostile.publish(topics.up(HOSTILE, "finding"), finding(number, { ...times, transmitters: [address(number)] }), {
        qos: 1,
      });
    await neighbourIsHeard();
    await vi.waitFor(async () => expect(await refusedOf("hostile")).toEqual({ "over-suspects": 250 }), WAIT);
    const suspects = await collector.state.db.selectFrom("suspects").select("last_heard_at").execute();
    expect(suspects.length).toBe(50);
    expect(Math.max(...suspects.map((row) => row.last_heard_at))).toBeLessThanOrEqual(Date.now());
    expect((await rowOf("hostile"))?.reasons).toContain("over-limits");
    expect((await rowOf("honest"))?.refused).toBeUndefined();
    expect(collector.ingest.problems()).toMatchObject({
      refusing: false,
      faults: [{ code: "sensors-refused", facts: { sensor: "hostile", sensors: 1, refused: 250 } }],
    });
    expect(collector.ingest.counters()).toMatchObject({ heldBack: 250, stored: 51 });
  },
);

test(
  "levels without end fill no disk: the rows of a sensor have an end, and what is over is not acknowledged",
  { timeout: 90_000 },
  async () => {
    const acks: number[] = [];
    hostile.on("message", (_topic, payload) => {
      for (const [first, last] of (JSON.parse(payload.toString()) as Ack).ranges)
        for (let number = first; number <= last; number++) acks.push(number);
    });
    await hostile.subscribeAsync(topics.ack(HOSTILE), { qos: 1 });
    const rows = Array.from({ length: 500 }, () => makeLevel(-60, "resident"));
    for (let number = 1; number <= 20; number++)
      hostile.publish(topics.up(HOSTILE, "signal"), JSON.stringify(envelope("hostile", number, "signal", { rows })), {
        qos: 1,
      });
    await neighbourIsHeard();
    await vi.waitFor(async () => expect(await refusedOf("hostile")).toEqual({ "over-rows": 14 }), WAIT);
    await vi.waitFor(() => expect(acks.length).toBe(6), WAIT);
  },
);

test("filters without end leave nothing behind, and its neighbour is acknowledged meanwhile", async () => {
  let asked = 0;
  for (let round = 0; round < 60; round++)
    hostile.subscribe(
      Array.from({ length: 20 }, (_, index) => `probewarden/v1/mall/other-${round * 20 + index}/ack`),
      { qos: 1 },
      () => asked++,
    );
  await neighbourIsHeard();
  await vi.waitFor(() => expect(asked).toBe(60), WAIT);
  await vi.waitFor(async () => expect(Object.keys(await refusedOf("hostile"))).toEqual(["other-identity"]), WAIT);
  // What it may read it still gets.
  await hostile.subscribeAsync(topics.sensorFilters(HOSTILE), { qos: 1 });
  expect((await rowOf("honest"))?.refused).toBeUndefined();
});

test("megabytes without end fill no disk: of one sensor so many a minute are taken, and its neighbour is acknowledged", async () => {
  const big = JSON.stringify({ v: 1, kind: "signal", body: "x".repeat(200_000) });
  for (let number = 1; number <= 60; number++) hostile.publish(topics.up(HOSTILE, "signal"), big, { qos: 1 });
  await neighbourIsHeard();
  // Some ten are read and are none of ours; of the others nothing is read.
  await vi.waitFor(async () => {
    const { schema = 0, "over-octets": over = 0 } = await refusedOf("hostile");
    expect(schema + over).toBe(60);
    expect(schema).toBeLessThanOrEqual(15);
  }, WAIT);
  const kept = readdirSync(collector.folder).map((name) => statSync(join(collector.folder, name)).size);
  expect(kept.reduce((sum, size) => sum + size, 0)).toBeLessThan(8 * 1024 * 1024);
});

test("cameras without end: so many are held of one sensor, none of its neighbour's goes, and the rest is counted", async () => {
  const camera = (sensorId: string, number: number, cameraId: string): string =>
    JSON.stringify(
      envelope(sensorId, number, "camera", {
        cameraId,
        address: "10.0.0.9",
        profiles: [],
        analytics: "named",
        ladder: [],
        asked: [],
        oddities: [],
        visitedAt: new Date().toISOString(),
      }),
    );
  await honest.publishAsync(topics.up(HONEST, "camera"), camera("honest", ++seq, "door"), { qos: 1 });
  for (let number = 1; number <= 80; number++)
    hostile.publish(topics.up(HOSTILE, "camera"), camera("hostile", number, `made-up-${number}`), { qos: 1 });
  await neighbourIsHeard();
  await vi.waitFor(async () => expect(await refusedOf("hostile")).toEqual({ "over-cameras": 60 }), WAIT);
  const rows = await collector.state.db.selectFrom("cameras").select("sensor_id").execute();
  expect(rows.filter(({ sensor_id }) => sensor_id === "hostile")).toHaveLength(20);
  expect(rows.filter(({ sensor_id }) => sensor_id === "honest")).toHaveLength(1);
});

test("messages without end are not even read", { timeout: 90_000 }, async () => {
  for (let number = 1; number <= 900; number++) hostile.publish(topics.up(HOSTILE, "health"), "no JSON", { qos: 1 });
  await neighbourIsHeard();
  await vi.waitFor(async () => expect(await refusedOf("hostile")).toEqual({ "over-messages": 400, json: 500 }), WAIT);
});

test.each([
  ["deep JSON", '{"a":['.repeat(20_000), "too-deep", "sends-unreadable"],
  ["no JSON", "{", "json", "sends-unreadable"],
  [
    "a key that is no field, __proto__",
    '{"v":1,"__proto__":{"polluted":true},"kind":"health"}',
    "schema",
    "sends-unreadable",
  ],
  [
    "another sensor's name in the envelope",
    JSON.stringify(envelope("honest", 1, "health", makeHealth())),
    "other-identity",
    "claims-another-identity",
  ],
])("%s is refused, counted and shown on the row of whoever sent it", async (_what, payload, reason, said) => {
  hostile.publish(topics.up(HOSTILE, "health"), payload, { qos: 1 });
  await neighbourIsHeard();
  await vi.waitFor(async () => expect(await refusedOf("hostile")).toEqual({ [reason]: 1 }), WAIT);
  expect((await rowOf("hostile"))?.reasons).toContain(said);
  expect((await rowOf("honest"))?.reasons).not.toContain(said);
  expect("polluted" in {}).toBe(false);
});

test("a code by the name of what every object has is none", async () => {
  const health = makeHealth({ dropped: { constructor: 1 } as unknown as Record<string, number> });
  hostile.publish(topics.up(HOSTILE, "health"), JSON.stringify(envelope("hostile", 1, "health", health)), { qos: 1 });
  await neighbourIsHeard();
  await vi.waitFor(async () => expect(await refusedOf("hostile")).toEqual({ schema: 1 }), WAIT);
});

test("what the broker refuses stands in the same row", async () => {
  hostile.publish(topics.up(HONEST, "finding"), finding(1), { qos: 1 });
  await vi.waitFor(async () => expect(await refusedOf("hostile")).toEqual({ "other-identity": 1 }), WAIT);
  await neighbourIsHeard();
});

test("of a removed sensor the broker keeps nothing, and it is cut off", { timeout: 90_000 }, async () => {
  const status = { v: 1, state: "online", version: "0.1.0", contractVersion: "1.0.0" };
  await hostile.publishAsync(topics.up(HOSTILE, "status"), JSON.stringify(status), { qos: 1, retain: true });
  const gone = new Promise<void>((resolve) => hostile.once("close", () => resolve()));
  await collector.state.db
    .updateTable("sensors")
    .set({ retired_at: Date.now() })
    .where("sensor_id", "=", "hostile")
    .execute();
  await askToForget(collector.state.db, HOSTILE, Date.now());
  await gone;
  await vi.waitFor(async () => expect(await toForget(collector.state.db)).toEqual([]), {
    timeout: 60_000,
    interval: 200,
  });
  const [ours, kept] = [collector.broker.connectInside(), [] as string[]];
  const observer = new MqttClient(() => ours, { protocolVersion: 4, clientId: "observer" });
  observer.on("message", (topic, _payload, { retain }) => void (retain && kept.push(topic)));
  await observer.subscribeAsync("probewarden/#", { qos: 1 });
  await neighbourIsHeard();
  expect(kept.filter((topic) => topic.includes("hostile"))).toEqual([]);
  await observer.endAsync(true);
});
