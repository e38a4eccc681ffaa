import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CONTRACT_VERSION, Health, topics, type Finding } from "@probewarden/contract";
import { connectAsync, type MqttClient } from "mqtt";
import { pino } from "pino";
import { Check } from "typebox/value";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readConfig } from "../main/load-config.ts";
import { findingForTests } from "../uplink/messages-for-tests.ts";
import { MosquittoForTests, hasMosquitto } from "../uplink/mosquitto-for-tests.ts";
import { Supervisor } from "./supervisor.ts";

const PART = fileURLToPath(new URL("./part-for-tests.mjs", import.meta.url));
const sensor = { venueId: "mall", sensorId: "north-gate" };

describe.skipIf(!hasMosquitto)("with mosquitto and a stand-in radio process (needs /usr/sbin/mosquitto)", () => {
  let folder: string;
  let broker: MosquittoForTests;
  let collector: MqttClient;
  let supervisor: Supervisor;
  let children: ChildProcess[];
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
    const text = `sensorId: north-gate\nvenueId: mall\ndataDir: ${folder}\nruntimeDir: ${folder}/run\nmqtt: { url: "${broker.url}" }\ncameras: { enabled: false }\n`;
    supervisor = new Supervisor({
      config: readConfig(text, "agent.yaml", {}),
      secrets: {},
      version: "0.1.0",
      bootId: "bghghghghghghghgh",
      log: pino({ level: "silent" }),
      launch: () => {
        const finding = JSON.stringify(findingForTests("finding-one"));
        const child = spawn(process.execPath, [PART, join(folder, "run", "probewarden.sock"), finding], {
          stdio: "inherit",
        });
        children.push(child);
        return child;
      },
      now: Date.now,
      monotonic: () => performance.now(),
      jitter: () => 0,
    });
    await supervisor.start();
  });
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

  test("the collector can have the radio process restarted and ask for health", async () => {
    await vi.waitFor(() => expect(states()).toContain("opened"), { timeout: 10_000 });
    const command = (name: string) =>
      collector.publishAsync(
        topics.command(sensor, name),
        JSON.stringify({
          v: 1,
          commandId: `please-${name}`,
          name,
          expiresAt: new Date(Date.now() + 60_000).toISOString(),
        }),
        { qos: 1 },
      );
    await command("restart-radio");
    await vi.waitFor(() => expect(children).toHaveLength(2), { timeout: 10_000 });
    await vi.waitFor(() => expect(states()).toContain("changed"), { timeout: 10_000 });
    const before = bodies("health").length;
    await command("send-health");
    await vi.waitFor(() => expect(bodies("health").length).toBeGreaterThan(before), { timeout: 3000 });
  });

  test("stop ends the parts and says offline", async () => {
    await vi.waitFor(() => expect(states()).toContain("opened"), { timeout: 10_000 });
    await supervisor.stop();
    expect(children.every((child) => child.exitCode !== null || child.signalCode !== null)).toBe(true);
    const goodbye: unknown = expect.objectContaining({ state: "offline", stopped: true });
    await vi.waitFor(() => expect(received).toContainEqual(goodbye), { timeout: 10_000 });
  });
});
