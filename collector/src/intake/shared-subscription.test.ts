import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { topics } from "@probewarden/contract";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hashForMosquitto } from "../broker/password.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { MqttSubscriber } from "./mqtt-subscriber.ts";
import { SENSOR_PASSWORD, startMosquitto, whyNoMosquitto, type TestBroker } from "./test-brokers.ts";
import { describeWith } from "../test-needs.ts";

const why = whyNoMosquitto();
const PATIENT = { timeout: 20_000, interval: 50 };
const MESSAGES = 300;
const SENSOR = { venueId: "mall", sensorId: "north" };

describeWith(why, "collectors of one group", () => {
  let dir: string;
  let state: StateStore;
  let broker: TestBroker;
  let sensor: MqttClient;
  const running = new Set<MqttSubscriber>();

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), "shared-"));
    state = await openState("sqlite:", dir);
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    const mosquitto_hash = await hashForMosquitto(SENSOR_PASSWORD);
    await state.db.insertInto("sensors").values(makeSensorRow("north", { mosquitto_hash })).execute();
    broker = await startMosquitto(state);
    sensor = await connectAsync(broker.url, { username: "north", password: SENSOR_PASSWORD, protocolVersion: 4 });
  });
  afterEach(async () => {
    await sensor.endAsync(true);
    for (const subscriber of running) await subscriber.stop();
    running.clear();
    await broker.stop();
    await state.close();
    rmSync(dir, { recursive: true });
  });

  /** A collector; what it took, by topic's last level and content. `take` may hold it back. */
  async function collector(
    group: string | undefined,
    take: () => Promise<void> = () => Promise.resolve(),
  ): Promise<{ taken: string[]; subscriber: MqttSubscriber; troubles: (string | undefined)[] }> {
    const taken: string[] = [];
    const troubles: (string | undefined)[] = [];
    const address = { ...broker.forCollector, ...(group === undefined ? {} : { group }) };
    const subscriber = new MqttSubscriber(
      address,
      async (batch) => {
        await take();
        taken.push(...batch.map(({ topic, payload }) => `${topic.split("/").at(-1)} ${payload.toString()}`));
      },
      Date.now,
    );
    await subscriber.start(
      () => undefined,
      (trouble) => troubles.push(trouble?.text),
    );
    running.add(subscriber);
    return { taken, subscriber, troubles };
  }
  const send = async (from: number, to: number): Promise<void> => {
    for (let seq = from; seq <= to; seq++)
      await sensor.publishAsync(topics.up(SENSOR, "finding"), String(seq), { qos: 1 });
  };
  const findings = (taken: readonly string[]): number[] =>
    taken.flatMap((text) => (text.startsWith("finding ") ? [Number(text.slice(8))] : [])).toSorted((a, b) => a - b);
  const all = Array.from({ length: MESSAGES }, (_, index) => index + 1);

  test("take each message once, and both take their share; the status is heard by both, also what is retained", async () => {
    await sensor.publishAsync(topics.up(SENSOR, "status"), "before", { qos: 1, retain: true });
    const [one, two] = [await collector("mall-group"), await collector("mall-group")];
    await send(1, MESSAGES);
    await sensor.publishAsync(topics.up(SENSOR, "status"), "after", { qos: 1, retain: true });
    await vi.waitFor(() => expect(findings([...one.taken, ...two.taken])).toEqual(all), PATIENT);
    expect(Math.min(findings(one.taken).length, findings(two.taken).length)).toBeGreaterThan(MESSAGES / 4);
    for (const { taken } of [one, two])
      await vi.waitFor(
        () => expect(taken.filter((text) => text.startsWith("status"))).toEqual(["status before", "status after"]),
        PATIENT,
      );
    expect([one.troubles, two.troubles]).toEqual([[], []]);
  });

  test("of which one goes leave its share to the others: nothing waits for it in a session", async () => {
    const [one, two] = [await collector("mall-group"), await collector("mall-group")];
    await send(1, 20);
    await vi.waitFor(() => expect(findings([...one.taken, ...two.taken])).toHaveLength(20), PATIENT);
    await one.subscriber.stop();
    await send(21, MESSAGES);
    await vi.waitFor(() => expect(findings([...one.taken, ...two.taken])).toEqual(all), PATIENT);
  });

  test("answer a sensor that speaks MQTT 3.1.1, and take no share from a collector without a group", async () => {
    const [one, alone] = [await collector("mall-group"), await collector(undefined)];
    await send(1, 30);
    for (const { taken } of [one, alone])
      await vi.waitFor(() => expect(findings(taken)).toEqual(all.slice(0, 30)), PATIENT);
    const answered = new Promise<string>((resolve) =>
      sensor.on("message", (_topic, payload) => resolve(payload.toString())),
    );
    await sensor.subscribeAsync(topics.ack(SENSOR), { qos: 1 });
    await one.subscriber.publish(topics.ack(SENSOR), { v: 1 });
    expect(await answered).toBe('{"v":1}');
  });

  test("of which one is slow hold no more than they may: the broker is made to wait", async () => {
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const slow = await collector("mall-group", () => gate);
    await send(1, MESSAGES);
    await delay(200);
    expect(slow.subscriber.waiting.messages).toBeLessThanOrEqual(1024 + 256);
    go();
    await vi.waitFor(() => expect(findings(slow.taken)).toEqual(all), PATIENT);
  });
});
