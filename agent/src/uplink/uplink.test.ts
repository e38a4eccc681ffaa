import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTRACT_VERSION, topics, type Ack } from "@probewarden/contract";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ClosingBroker } from "./closing-broker-for-tests.ts";
import { findingForTests, messageForTests } from "./messages-for-tests.ts";
import { MosquittoForTests, hasMosquitto } from "./mosquitto-for-tests.ts";
import { Outbox } from "./outbox.ts";
import { Uplink, type UplinkOptions } from "./uplink.ts";

const sensor = { venueId: "mall", sensorId: "north-gate" };
const bootId = "bghghghghghghghgh";

const outboxIn = (folder: string, resendMilliseconds: number): Outbox =>
  new Outbox({
    folder,
    bootId,
    sensor,
    maxBytes: 2 ** 28,
    now: Date.now,
    monotonic: () => performance.now(),
    commitMilliseconds: 5,
    resendMilliseconds,
  });

const uplinkOf = (url: string, outbox: Outbox, options: Partial<UplinkOptions> = {}): Uplink =>
  new Uplink({
    url,
    sensor,
    version: "0.1.0",
    jitter: () => 0,
    outbox,
    monotonic: () => performance.now(),
    onDownlink: () => undefined,
    onProblem: () => undefined,
    ...options,
  });

describe.skipIf(!hasMosquitto)("against mosquitto (needs /usr/sbin/mosquitto)", () => {
  let folder: string;
  let broker: MosquittoForTests;
  let outbox: Outbox;
  let uplink: Uplink | undefined;
  let collector: MqttClient | undefined;
  let received: { topic: string; text: string }[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "probewarden-uplink-"));
    outbox = outboxIn(folder, 300);
    received = [];
  });
  afterEach(async () => {
    await uplink?.stop();
    await collector?.endAsync(true);
    uplink = collector = undefined;
    outbox.close();
    await broker.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const makeUplink = (options: Partial<UplinkOptions> = {}) => uplinkOf(broker.url, outbox, options);
  const listen = async (login: { username?: string; password?: string } = {}) => {
    collector = await connectAsync(broker.url, { protocolVersion: 4, ...login });
    collector.on("message", (topic, payload) => received.push({ topic, text: payload.toString() }));
    await collector.subscribeAsync(topics.collectorFilters(), { qos: 1 });
    return collector;
  };
  const ack = (ranges: [number, number][]): Promise<unknown> => {
    const body: Ack = {
      v: 1,
      bootId,
      ranges,
      collectorAt: "2026-11-24T10:00:00.000Z",
      contractVersion: CONTRACT_VERSION,
    };
    return (collector as MqttClient).publishAsync(topics.ack(sensor), JSON.stringify(body), { qos: 1 });
  };
  const findings = () =>
    received
      .filter(({ topic }) => topic.endsWith("/finding"))
      .map(({ text }) => (JSON.parse(text) as { seq: number }).seq);
  const put = (id: string) => outbox.put(messageForTests("finding", findingForTests(id)));

  test("findings made while the broker is away arrive when it is back, and leave the disk when the collector has stored them", async () => {
    broker = await MosquittoForTests.create();
    uplink = makeUplink();
    uplink.start();
    for (let i = 0; i < 40; i += 1) await put(`finding-${i}`);
    await vi.waitFor(() => expect(uplink?.problems()).toMatchObject([{ code: "broker-unreachable" }]), {
      timeout: 10_000,
    });
    await broker.start();
    await listen();
    await vi.waitFor(() => expect(new Set(findings()).size).toBe(40), { timeout: 15_000 });
    expect(outbox.waiting().messages).toBe(40);
    await ack([
      [1, 30],
      [31, 40],
    ]);
    await vi.waitFor(() => expect(outbox.waiting().messages).toBe(0), { timeout: 10_000 });
    expect(uplink.problems()).toEqual([]);
  });

  test("a collector of another contract is named, whatever else its answer holds, until one of ours answers", async () => {
    broker = await MosquittoForTests.create();
    await broker.start();
    const collectorClient = await listen();
    uplink = makeUplink();
    uplink.start();
    await put("finding-one");
    await vi.waitFor(() => expect(findings()).toContain(1), { timeout: 10_000 });
    const notice = { v: 2, contractVersion: "2.3.0", shape: { nobody: "knows" } };
    await collectorClient.publishAsync(topics.ack(sensor), JSON.stringify(notice), { qos: 1 });
    await vi.waitFor(
      () =>
        expect(uplink?.problems()).toMatchObject([
          {
            code: "contract-version",
            facts: { "sensor-contract": CONTRACT_VERSION, "collector-contract": "2.3.0" },
          },
        ]),
      { timeout: 10_000 },
    );
    expect(outbox.waiting().messages).toBe(1);
    await ack([[1, 1]]);
    await vi.waitFor(() => expect(uplink?.problems()).toEqual([]), { timeout: 10_000 });
  });

  test("what the collector refuses for good is set aside and told, and is not sent again", async () => {
    broker = await MosquittoForTests.create();
    await broker.start();
    const collectorClient = await listen();
    uplink = makeUplink();
    uplink.start();
    await put("finding-one");
    await vi.waitFor(() => expect(findings()).toContain(1), { timeout: 10_000 });
    const refusal: Ack = {
      v: 1,
      bootId,
      ranges: [],
      refused: [{ seq: 1, reason: "schema" }],
      collectorAt: "2026-11-24T10:00:00.000Z",
      contractVersion: CONTRACT_VERSION,
    };
    await collectorClient.publishAsync(topics.ack(sensor), JSON.stringify(refusal), { qos: 1 });
    await ack([[1, 1]]);
    await vi.waitFor(() => expect(outbox.problems()).toMatchObject([{ facts: { messages: 1, cause: "schema" } }]), {
      timeout: 10_000,
    });
    expect(outbox.waiting().messages).toBe(0);
  });

  test("what nobody acknowledges is sent again", async () => {
    broker = await MosquittoForTests.create();
    await broker.start();
    await listen();
    uplink = makeUplink();
    uplink.start();
    await put("finding-one");
    await vi.waitFor(() => expect(findings().filter((seq) => seq === 1).length).toBeGreaterThan(1), {
      timeout: 10_000,
    });
  });

  test("a broker that is killed and comes back loses nothing", async () => {
    broker = await MosquittoForTests.create();
    await broker.start();
    await listen();
    uplink = makeUplink();
    uplink.start();
    await put("finding-one");
    await vi.waitFor(() => expect(findings()).toContain(1), { timeout: 10_000 });
    await broker.stop();
    await put("finding-two");
    await broker.start();
    await vi.waitFor(() => expect(findings()).toContain(2), { timeout: 20_000 });
  });

  test("stop says offline, and a killed connection lets the Will say it", async () => {
    broker = await MosquittoForTests.create();
    await broker.start();
    await listen();
    const states = () =>
      received
        .filter(({ topic }) => topic.endsWith("/status"))
        .map(({ text }) => (JSON.parse(text) as { state: string }).state);
    uplink = makeUplink();
    uplink.start();
    await vi.waitFor(() => expect(states()).toEqual(["online"]), { timeout: 10_000 });
    await uplink.stop();
    await vi.waitFor(() => expect(states()).toEqual(["online", "offline"]), { timeout: 10_000 });
  });

  test("a wrong password is one problem that names what to mend, and the sensor keeps trying", async () => {
    broker = await MosquittoForTests.create("right");
    await broker.start();
    const told: string[] = [];
    uplink = makeUplink({
      username: "north-gate",
      password: "wrong",
      onProblem: (problem) => told.push(problem?.code ?? "none"),
    });
    uplink.start();
    await vi.waitFor(() => expect(uplink?.problems()).toMatchObject([{ code: "broker-refused" }]), { timeout: 10_000 });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(told).toEqual(["broker-refused"]);
  });

  test("retained configuration arrives checked; what does not fit is counted", async () => {
    broker = await MosquittoForTests.create();
    await broker.start();
    await listen();
    const kinds: string[] = [];
    const config = { v: 1, networks: [], reportResidents: true };
    await (collector as MqttClient).publishAsync(topics.config(sensor), JSON.stringify(config), {
      qos: 1,
      retain: true,
    });
    uplink = makeUplink({ onDownlink: ({ kind }) => kinds.push(kind) });
    uplink.start();
    await vi.waitFor(() => expect(kinds).toEqual(["config"]), { timeout: 10_000 });
    await (collector as MqttClient).publishAsync(topics.watch("mall"), "{broken", { qos: 1 });
    await (collector as MqttClient).publishAsync(topics.config(sensor), "{}", { qos: 1 });
    await vi.waitFor(() => expect(uplink?.refused).toEqual({ "downlink-not-json": 1, "downlink-not-valid": 1 }), {
      timeout: 10_000,
    });
  });
});

test("a broker that closes on excerpts, for it is older than they are, gets all else; they are set aside, counted and told once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "probewarden-uplink-"));
  const broker = new ClosingBroker("/excerpt");
  const outbox = outboxIn(folder, 60_000);
  const uplink = uplinkOf(await broker.start(), outbox);
  try {
    uplink.start();
    await outbox.put(messageForTests("excerpt", { suspectId: "s-one", transmitters: [], targets: [] }));
    await outbox.put(messageForTests("finding", findingForTests("finding-one")));
    await vi.waitFor(() => expect(uplink.refused).toEqual({ "excerpt-broker-closes": 1 }), { timeout: 12_000 });
    expect(broker.closings).toBe(3);
    expect(outbox.problems()).toMatchObject([{ facts: { messages: 1, cause: "broker-closes" } }]);
    // The next one costs one connection, and what comes after it arrives.
    await outbox.put(messageForTests("excerpt", { suspectId: "s-two", transmitters: [], targets: [] }));
    await vi.waitFor(() => expect(uplink.refused).toEqual({ "excerpt-broker-closes": 2 }), { timeout: 20_000 });
    await outbox.put(messageForTests("finding", findingForTests("finding-two")));
    const findings = () => broker.taken.filter((topic) => topic.endsWith("/finding")).length;
    await vi.waitFor(() => expect([findings() >= 2, broker.closings]).toEqual([true, 4]), { timeout: 20_000 });
    expect(outbox.problems()).toHaveLength(1);
  } finally {
    await uplink.stop();
    broker.stop();
    outbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
