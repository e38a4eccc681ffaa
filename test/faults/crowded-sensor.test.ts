import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { topics, type Ack, type Finding } from "@probewarden/contract";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Outbox } from "../../agent/src/uplink/outbox.ts";
import { findingForTests, messageForTests } from "../../agent/src/uplink/messages-for-tests.ts";
import { SENSOR_LIMITS } from "../../collector/src/intake/sensor-limits.ts";
import { startEmbeddedIntake, type EmbeddedIntake } from "../../collector/src/intake/test-embedded.ts";

// The real intake of the collector and the real outbox of a sensor, with the bound on open findings between them.
const SENSOR = { venueId: "mall", sensorId: "north-gate" };
const BOUND = 20;
/** More than an outbox can call stuck, and its window behind that. */
const REFUSED = 1_200;
const WAIT = { timeout: 20_000, interval: 10 };
const FIRST_BOOT = "bghijklmnopqrstuv";
const NEXT_BOOT = "bghijklmnopqrstvu";

let collector: EmbeddedIntake;
let client: MqttClient;
let outbox: Outbox;
let answered = 0;
let errors: object[] = [];

beforeEach(async () => {
  errors = [];
  const limits = { ...SENSOR_LIMITS, openFindings: BOUND, messages: { perMinute: 1e6, extraPerDay: 1 } };
  collector = await startEmbeddedIntake([SENSOR.sensorId], limits, (fields) => errors.push(fields));
  const signIn = { username: SENSOR.sensorId, password: collector.secret, protocolVersion: 4 as const };
  client = await connectAsync(collector.url, signIn, false);
  client.on("message", (_topic, payload) => {
    const ack = JSON.parse(payload.toString()) as Ack;
    answered += outbox.acknowledge(ack.bootId, ack.ranges);
    if (ack.refused !== undefined) answered += outbox.refuse(ack.bootId, ack.refused);
  });
  await client.subscribeAsync(topics.ack(SENSOR), { qos: 1 });
  answered = 0;
});
afterEach(async () => {
  outbox.close();
  await client.endAsync(true);
  await collector.stop();
});

/** A sensor's outbox in a folder of its own: one that has no memory of another boot. */
const outboxOf = (bootId: string): Outbox =>
  new Outbox({
    folder: mkdtempSync(join(collector.folder, "outbox-")),
    bootId,
    sensor: SENSOR,
    maxBytes: 2 ** 28,
    now: Date.now,
    monotonic: () => 0,
    commitMilliseconds: 1,
  });
const finding = (id: string, over: Partial<Finding> = {}): ReturnType<typeof messageForTests> => {
  const at = new Date().toISOString();
  const suspectId = `suspect-${id}`;
  const number = Number(id.replaceAll(/\D/g, ""));
  const octets = [number >> 8, number & 255].map((octet) => octet.toString(16).padStart(2, "0")).join(":");
  const transmitters = [`02:00:00:${id.startsWith("old") ? "01" : "02"}:${octets}`];
  const body = { ...findingForTests(id), suspectId, firstHeardAt: at, lastHeardAt: at, transmitters, ...over };
  return { ...messageForTests("finding", body), at };
};
/** Sends what is due, as the uplink does, and waits for the answer to each message, until nothing waits. */
async function carry(): Promise<void> {
  for (let due = outbox.next(128); due.length > 0; due = outbox.next(128)) {
    const before = answered;
    await Promise.all(
      due.map(({ payload, kind }) => client.publishAsync(topics.up(SENSOR, kind), payload, { qos: 1 })),
    );
    await vi.waitFor(() => expect(answered).toBe(before + due.length), WAIT);
  }
  expect(errors).toEqual([]);
  expect(outbox.waiting().messages).toBe(0);
}
const openFindings = async (): Promise<string[]> =>
  (await collector.state.db.selectFrom("findings").select("finding_id").where("state", "!=", "ended").execute()).map(
    (row) => row.finding_id,
  );
async function fill(): Promise<void> {
  outbox = outboxOf(FIRST_BOOT);
  await Promise.all(Array.from({ length: BOUND }, (_, number) => outbox.put(finding(`old-${number}`))));
  await carry();
  expect(await openFindings()).toHaveLength(BOUND);
}

test("what is refused for want of room keeps no end back, is set aside with its reason, and is shown", async () => {
  await fill();
  await Promise.all(Array.from({ length: REFUSED }, (_, number) => outbox.put(finding(`new-${number}`))));
  for (let number = 0; number < BOUND; number++)
    await outbox.put(finding(`old-${number}`, { state: "ended", scoreDb: 12 }));
  // Never stored, and over: its sensor's word about it is kept all the same.
  await outbox.put(finding("new-0", { state: "ended" }));
  await carry();
  // What is new goes first, the ends too: as many of the others have found room as there is, and not the one that was over before it was told.
  const open = await openFindings();
  expect(open.length).toBeLessThanOrEqual(BOUND);
  expect(open.filter((id) => !id.startsWith("new-") || id === "new-0")).toEqual([]);
  const ended = await collector.state.db
    .selectFrom("findings")
    .select("finding_id")
    .where("state", "=", "ended")
    .execute();
  const over = [...Array.from({ length: BOUND }, (_, number) => `old-${number}`), "new-0"];
  expect(ended.map((row) => row.finding_id)).toEqual(expect.arrayContaining(over));
  await collector.refusals.write();
  const [row] = await collector.state.db.selectFrom("sensor_refusals").selectAll().execute();
  expect(row).toMatchObject({ sensor_id: "north-gate", reason: "over-suspects" });
  const refused = Number(row?.count);
  expect(refused).toBeGreaterThanOrEqual(REFUSED - BOUND - 1);
  expect(outbox.problems()).toMatchObject([
    { code: "messages-set-aside", facts: { messages: 1000, cause: "over-suspects" } },
  ]);
  expect(outbox.dropped()).toEqual({ "set-aside": refused - 1000 });
  // There is room again: what goes on is told anew by its sensor.
  const [gone = ""] = open;
  const [waiting = ""] = Array.from({ length: REFUSED }, (_, number) => `new-${number}`).filter(
    (id) => id !== "new-0" && !open.includes(id),
  );
  await outbox.put(finding(gone, { state: "ended" }));
  await carry();
  await outbox.put(finding(waiting, { state: "heard" }));
  await carry();
  expect(await openFindings()).toContain(waiting);
  expect(await openFindings()).not.toContain(gone);
});

test("a sensor that lost its outbox opens new findings: those of before that it does not speak of any more end", async () => {
  await fill();
  outbox.close();
  outbox = outboxOf(NEXT_BOOT);
  await outbox.put(finding("old-3", { state: "heard" }));
  await outbox.put(finding("new-0"));
  await outbox.put(finding("new-1"));
  await carry();
  const open = await openFindings();
  expect(open).toHaveLength(BOUND);
  expect(open).toEqual(expect.arrayContaining(["old-3", "new-0", "new-1"]));
  expect(outbox.problems()).toEqual([]);
  // One that had been held all the same is open again with its next word, in the place of another one.
  const gone = Array.from({ length: BOUND }, (_, number) => `old-${number}`).filter((id) => !open.includes(id));
  expect(gone).toHaveLength(2);
  await outbox.put(finding(gone[0] ?? "", { state: "heard" }));
  await carry();
  expect(await openFindings()).toContain(gone[0]);
  expect(await openFindings()).toHaveLength(BOUND);
});
