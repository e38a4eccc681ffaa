import { topics, type Ack } from "@probewarden/contract";
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { hashSecret, makeSecret } from "../../collector/src/broker/sensor-secret.ts";
import { envelope, makeHealth } from "../../collector/src/intake/test-messages.ts";
import { openState, type StateStore } from "../../collector/src/store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../../collector/src/store/state/test-rows.ts";
import { residentMb } from "../bench/measure.ts";
import { answersWell, freePort, Sandbox, until, type Running } from "../road/sandbox.ts";

// A collector as it is installed, a process of its own, and somebody who holds the login of one of its sensors.
const HOSTILE = "hostile";
const SENSORS = [HOSTILE, "honest", "newcomer"];
const SECRET = makeSecret();
/** What a collector that kept what is sent here would hold: 400 MB; and what one may take that keeps none of it, garbage among it. */
const [SENT_MB, MOST_GROWTH_MB] = [400, 150];
const PATIENCE_SECONDS = 120;
const LONG = { timeout: PATIENCE_SECONDS * 1000, interval: 200 };

const sandbox = new Sandbox();
let running: Running;
let state: StateStore;
let url: string;
let honest: MqttClient;
const acknowledged = new Set<number>();
let seq = 0;

beforeAll(async () => {
  const dataDir = `${sandbox.folder}/collector`;
  const [http, port] = [await freePort(), await freePort()];
  url = `mqtt://127.0.0.1:${port}`;
  const mqtt = { embedded: true, host: "127.0.0.1", port };
  const config = sandbox.write("collector.yaml", { dataDir, http: { port: http }, mqtt, minimumFreeBytes: 0 });
  running = sandbox.startSource("collector/src/main/main.ts", ["run", "--config", config]);
  await until("the collector", () => answersWell(`http://127.0.0.1:${http}/api/health`), PATIENCE_SECONDS, running.log);
  state = await openState("sqlite:", dataDir);
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  const password_hash = hashSecret(SECRET);
  for (const sensorId of SENSORS)
    await state.db.insertInto("sensors").values(makeSensorRow(sensorId, { password_hash })).execute();
  honest = await signIn("honest");
  honest.on("message", (_topic, payload) => {
    for (const [first, last] of (JSON.parse(payload.toString()) as Ack).ranges)
      for (let number = first; number <= last; number++) acknowledged.add(number);
  });
  await honest.subscribeAsync(topics.ack({ venueId: "mall", sensorId: "honest" }), { qos: 1 });
}, 180_000);
afterAll(async () => {
  await honest.endAsync(true);
  await state.close();
  await sandbox.clear();
});

async function signIn(username: string): Promise<MqttClient> {
  const client = await connectAsync(url, { username, password: SECRET, protocolVersion: 4, reconnectPeriod: 0 }, false);
  client.on("error", () => undefined);
  return client;
}
/** What a sensor sends is stored and acknowledged: the neighbour of whoever is hostile, all the while. */
async function neighbourIsHeard(): Promise<void> {
  const number = ++seq;
  const message = envelope("honest", number, "health", makeHealth());
  await honest.publishAsync(topics.up({ venueId: "mall", sensorId: "honest" }, "health"), JSON.stringify(message), {
    qos: 1,
  });
  await vi.waitFor(() => expect(acknowledged.has(number)).toBe(true));
}
/** How often the collector has refused the hostile one something, by reason, as its row has it. */
const refused = async (): Promise<Record<string, number>> => {
  const rows = await state.db
    .selectFrom("sensor_refusals")
    .select(["reason", "count"])
    .where("sensor_id", "=", HOSTILE)
    .execute();
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, Number(count)]));
};

/** PUBLISH with QoS 2 ([MQTT-3.3.1-2]) as one that never sends PUBREL would write it. */
function publishQos2(packetId: number, payload: Buffer): Buffer {
  const topic = Buffer.from(topics.up({ venueId: "mall", sensorId: HOSTILE }, "health"));
  const length = 2 + topic.length + 2 + payload.length;
  const remaining = [(length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14];
  const names = [topic.length >> 8, topic.length & 0xff];
  return Buffer.concat([
    Buffer.from([0b0011_0100, ...remaining, ...names]),
    topic,
    Buffer.from([packetId >> 8, packetId & 0xff]),
    payload,
  ]);
}

const drained = ({ stream }: MqttClient): Promise<void> =>
  new Promise((resolve) => stream.once("drain", () => resolve()));
const closed = (client: MqttClient): Promise<void> => new Promise((resolve) => client.once("close", () => resolve()));

test(
  "QoS 2 without ever a PUBREL, from one login: nothing of it is kept, each is counted, its neighbour is acknowledged",
  { timeout: 300_000 },
  async () => {
    await neighbourIsHeard();
    const pid = running.child.pid ?? 0;
    const before = residentMb(pid, "VmHWM");
    const payload = Buffer.alloc(20_000, "x");
    const ROUNDS = 20;
    for (let round = 1; round <= ROUNDS; round++) {
      const client = await signIn(HOSTILE);
      const ended = closed(client);
      for (
        let sent = 0, id = 1;
        sent < (SENT_MB * 1e6) / ROUNDS && client.stream.writable;
        sent += payload.length, id++
      )
        if (!client.stream.write(publishQos2(id, payload))) await Promise.race([drained(client), ended]);
      await ended;
      await neighbourIsHeard();
      client.end(true);
    }
    expect(residentMb(pid, "VmHWM") - before).toBeLessThan(MOST_GROWTH_MB);
    await vi.waitFor(async () => expect(await refused()).toMatchObject({ "qos-2": ROUNDS }), LONG);
  },
);

test(
  "one login on a thousand connections holds one, the rest is refused and counted, and its neighbours come in and are acknowledged",
  { timeout: 300_000 },
  async () => {
    const pid = running.child.pid ?? 0;
    const before = residentMb(pid, "VmHWM");
    const tried = 1_000;
    const open: MqttClient[] = [];
    for (let at = 0; at < tried; at += 50) {
      const some = await Promise.allSettled(Array.from({ length: 50 }, () => signIn(HOSTILE)));
      for (const one of some) if (one.status === "fulfilled") open.push(one.value);
      await neighbourIsHeard();
    }
    // The first minute has so many sign-ins of one sensor; who comes back for more is told so.
    expect(open.length).toBeGreaterThan(0);
    expect(open.length).toBeLessThan(tried / 2);
    await vi.waitFor(() => expect(open.filter(({ connected }) => connected).length).toBeLessThanOrEqual(1));
    await vi.waitFor(async () => expect((await refused())["signs-in-too-often"]).toBe(tried - open.length), LONG);
    expect(residentMb(pid, "VmHWM") - before).toBeLessThan(MOST_GROWTH_MB);
    const newcomer = await signIn("newcomer");
    expect(newcomer.connected).toBe(true);
    await neighbourIsHeard();
    await newcomer.endAsync();
    for (const client of open) client.end(true);
  },
);
