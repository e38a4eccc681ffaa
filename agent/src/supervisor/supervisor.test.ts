import { spawn, type ChildProcess } from "node:child_process";
import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  commandText,
  CONTRACT_VERSION,
  Health,
  topics,
  type Ack,
  type Command,
  type Finding,
  type Orders,
  type SensorConfig,
} from "@probewarden/contract";
import { connectAsync, type MqttClient } from "mqtt";
import { pino } from "pino";
import { Check } from "typebox/value";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readConfig } from "../main/load-config.ts";
import { findingForTests } from "../uplink/messages-for-tests.ts";
import { MosquittoForTests, hasMosquitto } from "../uplink/mosquitto-for-tests.ts";
import { Supervisor } from "./supervisor.ts";

const PART = fileURLToPath(new URL("./part-for-tests.mjs", import.meta.url));
const HUNG = "because it gave no sign of life for 6 seconds";
const sensor = { venueId: "mall", sensorId: "north-gate" };

describe.skipIf(!hasMosquitto)("with mosquitto and a stand-in radio process (needs /usr/sbin/mosquitto)", () => {
  let folder: string;
  let broker: MosquittoForTests;
  let collector: MqttClient;
  let supervisor: Supervisor;
  let children: ChildProcess[];
  /** The first radio process and the first camera process hang. */
  let hangs: boolean;
  /** Milliseconds for which the supervisor itself stood still. */
  let stoodStill: number;
  let received: { kind: string; body: unknown }[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "probewarden-supervisor-"));
    broker = await MosquittoForTests.create();
    await broker.start();
    received = [];
    children = [];
    collector = await connectAsync(broker.url, { protocolVersion: 4 });
    collector.on("message", (_topic, payload) =>
      received.push(JSON.parse(payload.toString()) as { kind: string; body: unknown }),
    );
    await collector.subscribeAsync(topics.collectorFilters(), { qos: 1 });
    hangs = false;
    stoodStill = 0;
    supervisor = make();
    await supervisor.start();
  });

  const make = () => {
    const text = `sensorId: north-gate\nvenueId: mall\ndataDir: ${folder}\nruntimeDir: ${folder}/run\nmqtt: { url: "${broker.url}" }\ncameras: { enabled: ${hangs} }\n`;
    return new Supervisor({
      config: readConfig(text, "agent.yaml", {}),
      secrets: {},
      version: "0.1.0",
      bootId: "bghghghghghghghgh",
      log: pino({ level: "silent" }),
      launch: (part) => {
        const finding = JSON.stringify(findingForTests("finding-one"));
        const words = [
          PART,
          join(folder, "run", "probewarden.sock"),
          finding,
          ...(hangs ? [join(folder, `hung-${part}`)] : []),
        ];
        const child = spawn(process.execPath, words, {
          stdio: "inherit",
          env: { ...process.env, ORDERS: join(folder, "orders"), PART: part },
        });
        children.push(child);
        return child;
      },
      now: Date.now,
      monotonic: () => performance.now() + stoodStill,
      jitter: () => 0,
      // On a busy machine a process takes seconds to start and to say its first word.
      patience: { radio: 6_000, cameras: 6_000, look: 300 },
    });
  };
  afterEach(async () => {
    await supervisor.stop();
    await collector.endAsync(true);
    await broker.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const bodies = <T>(kind: string) => received.filter((message) => message.kind === kind).map(({ body }) => body as T);
  const states = () => new Set(bodies<Finding>("finding").map(({ state }) => state));

  test("a radio process that is killed is started again, gets its open findings back, and health says so", async () => {
    await vi.waitFor(() => expect(states()).toContain("opened"), { timeout: 10_000 });
    children[0]?.kill("SIGKILL");
    // The stand-in answers the list of open findings with a change.
    await vi.waitFor(() => expect(states()).toContain("changed"), { timeout: 10_000 });
    await vi.waitFor(
      () =>
        expect(bodies<Health>("health").at(-1)?.parts[0]).toMatchObject({
          state: "running",
          restarts: 1,
          lastExit: "by SIGKILL",
        }),
      { timeout: 10_000 },
    );
    const health = bodies<Health>("health").at(-1);
    expect(Check(Health, health)).toBe(true);
    expect(health).toMatchObject({
      contractVersion: CONTRACT_VERSION,
      captureMethod: "recording",
      listening: [{ channelMhz: 2412, seconds: 1 }],
      frames: 7,
      dropped: { kernel: 2 },
      parts: [{}, { part: "cameras", state: "off" }],
    });
  });

  test("a radio process and a camera process that hang without dying are killed and started again, and health says so", async () => {
    await supervisor.stop();
    hangs = true;
    received.length = 0;
    supervisor = make();
    await supervisor.start();
    const restarted: unknown = expect.objectContaining({ state: "running", restarts: 1, lastExit: HUNG });
    await vi.waitFor(() => expect(bodies<Health>("health").at(-1)?.parts).toEqual([restarted, restarted]), {
      timeout: 60_000,
    });
    // It was told while it lasted, without waiting for the next report in its turn.
    const told = bodies<Health>("health").flatMap(({ problems }) => problems.map(({ code }) => code));
    expect(told).toEqual(expect.arrayContaining(["radio-hung", "cameras-hung"]));
    expect(children.filter(({ signalCode }) => signalCode === "SIGKILL")).toHaveLength(2);
    expect(Check(Health, bodies("health").at(-1))).toBe(true);
    // The next ones are sound, and are left alone.
    const { length } = children;
    await delay(8_000);
    expect(children).toHaveLength(length);
  });

  test("a supervisor that stood still itself ends nobody for it", async () => {
    await vi.waitFor(() => expect(states()).toContain("opened"), { timeout: 10_000 });
    stoodStill = 3_600_000;
    await delay(1_500);
    expect(children).toHaveLength(1);
    expect(children[0]?.signalCode).toBeNull();
  });

  test("what the collector told of the venue comes to the radio process of a supervisor that has no broker", async () => {
    const config: SensorConfig = { v: 1, networks: [{ bssid: "02:00:00:00:00:01" }], reportResidents: false };
    await collector.publishAsync(topics.config(sensor), JSON.stringify(config), { qos: 1, retain: true });
    await vi.waitFor(() => expect(existsSync(join(folder, "told.json"))).toBe(true), { timeout: 10_000 });
    await supervisor.stop();
    await broker.stop();

    supervisor = make();
    await supervisor.start();
    const orders = join(folder, "orders");
    const line = (): string[] => readFileSync(orders, "utf8").trim().split("\n");
    await vi.waitFor(() => expect(line().at(-1)).toContain('"isLast":true'), { timeout: 10_000 });
    // Before the findings, the last of which lets the radio process begin.
    expect(JSON.parse(line().findLast((text) => text.includes('"config"')) ?? "")).toEqual({
      type: "config",
      body: config,
    });
  });

  test("what the radio process learnt of who beacons here stays on the disk, and comes to the next one before the findings; who came is told", async () => {
    await vi.waitFor(() => expect(bodies("newcomer")).toEqual([{ here: [], takenBack: ["t-one"], waiting: 0 }]), {
      timeout: 10_000,
    });
    await vi.waitFor(() => expect(existsSync(join(folder, "stays.json"))).toBe(true), { timeout: 10_000 });
    await supervisor.stop();
    rmSync(join(folder, "orders"), { force: true });
    supervisor = make();
    await supervisor.start();
    const orders = (): string =>
      existsSync(join(folder, "orders")) ? readFileSync(join(folder, "orders"), "utf8") : "";
    await vi.waitFor(() => expect(orders()).toContain('"isLast":true'), { timeout: 10_000 });
    const [stays, last] = [orders().indexOf('"listenedHours":80'), orders().indexOf('"isLast":true')];
    expect(stays).toBeGreaterThan(0);
    expect(stays).toBeLessThan(last);
    expect(received.filter(({ kind }) => kind === "stays")).toEqual([]);
  });

  test("a command that the collector signed goes to the radio process, and is answered when that is back; its answer is told like all else", async () => {
    await vi.waitFor(() => expect(states()).toContain("opened"), { timeout: 10_000 });
    const { privateKey } = generateKeyPairSync("ed25519");
    const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
    const now = Date.now();
    const instant = (at: number): string => new Date(at).toISOString();
    const command: Omit<Command, "signature"> = {
      v: 1,
      id: "c-one",
      sensorId: "north-gate",
      name: "restart",
      arguments: { part: "radio" },
      issuedAt: instant(now),
      expiresAt: instant(now + 60_000),
    };
    const signature = sign(null, Buffer.from(commandText(command)), privateKey).toString("hex");
    const orders: Orders = { v: 1, key: Buffer.from(x, "base64url").toString("hex") };
    const ack: Ack = {
      v: 1,
      bootId: "bghghghghghghghgh",
      ranges: [],
      collectorAt: instant(now),
      contractVersion: CONTRACT_VERSION,
    };
    await collector.publishAsync(topics.orders(sensor), JSON.stringify(orders), { qos: 1, retain: true });
    await collector.publishAsync(topics.ack(sensor), JSON.stringify(ack), { qos: 1 });
    await collector.publishAsync(topics.command(sensor), JSON.stringify({ ...command, signature }), { qos: 1 });
    await vi.waitFor(() => expect(readFileSync(join(folder, "orders"), "utf8")).toContain('{"type":"restart"}'), {
      timeout: 10_000,
    });
    children.at(-1)?.kill("SIGTERM");
    await vi.waitFor(
      () => expect(bodies("answer")).toEqual([{ commandId: "c-one", name: "restart", outcome: "done" }]),
      { timeout: 10_000 },
    );
  });

  test("stop ends the parts and says offline", async () => {
    await vi.waitFor(() => expect(states()).toContain("opened"), { timeout: 10_000 });
    await supervisor.stop();
    expect(children.every((child) => child.exitCode !== null || child.signalCode !== null)).toBe(true);
    const goodbye: unknown = expect.objectContaining({ state: "offline", stopped: true });
    await vi.waitFor(() => expect(received).toContainEqual(goodbye), { timeout: 10_000 });
  });
});
