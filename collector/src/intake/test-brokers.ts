import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { writeBrokerConfig } from "../broker/broker-config.ts";
import { EmbeddedBroker } from "../broker/embedded.ts";
import { hashForMosquitto } from "../broker/password.ts";
import { freePort } from "@probewarden/cli/free-port";
import type { StateStore } from "../store/state/open-state.ts";
import type { BrokerAddress } from "./mqtt-subscriber.ts";

/** A broker for tests, with the sensors of the state store; every sensor's password is {@link SENSOR_PASSWORD}. */
export interface TestBroker {
  url: string;
  forCollector: BrokerAddress;
  stop(): Promise<void>;
}

export const SENSOR_PASSWORD = "a-password-of-a-sensor";
/** Where mosquitto is installed. */
export const MOSQUITTO = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"].find(existsSync);

/** Why tests against mosquitto cannot run here; undefined when they can. */
export const whyNoMosquitto = (): string | undefined =>
  MOSQUITTO === undefined ? "skipped: mosquitto is not installed (apt-get install mosquitto)" : undefined;

/** aedes inside this process, with passwords, on a free loopback port. */
export async function startEmbedded(state: StateStore): Promise<TestBroker> {
  const broker = new EmbeddedBroker({ host: "127.0.0.1", port: 0, state });
  await broker.start();
  return {
    url: `mqtt://127.0.0.1:${broker.port}`,
    forCollector: { stream: () => broker.connectInside() },
    stop: () => broker.stop(),
  };
}

/** Waits until something listens on a port; a busy machine takes its time. */
async function untilAnswers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const socket = createConnection({ host: "127.0.0.1", port });
    const answers = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.destroy();
    if (answers) return;
    await delay(50);
  }
  throw new Error(`nothing listens on port ${port}`);
}

/** A real mosquitto with the configuration that `broker-config` writes. */
export async function startMosquitto(state: StateStore): Promise<TestBroker> {
  if (MOSQUITTO === undefined) throw new Error("mosquitto is not installed");
  const dir = mkdtempSync(join(tmpdir(), "mosquitto-"));
  const [port, collectorPort] = [await freePort(), await freePort()];
  const sensors = await state.db.selectFrom("sensors").select(["venue_id", "sensor_id", "mosquitto_hash"]).execute();
  const files = {
    config: join(dir, "mosquitto.conf"),
    acl: join(dir, "acl"),
    passwords: join(dir, "passwords"),
    collectorPasswords: join(dir, "collector-passwords"),
  };
  const written = writeBrokerConfig({
    listenHost: "127.0.0.1",
    listenPort: port,
    collectorPort,
    aclFile: files.acl,
    passwordFile: files.passwords,
    collectorPasswordFile: files.collectorPasswords,
    collector: { username: "collector", mosquittoHash: await hashForMosquitto("secret-of-the-collector") },
    sensors: sensors.map((row) => ({
      venueId: row.venue_id,
      sensorId: row.sensor_id,
      mosquittoHash: row.mosquitto_hash,
    })),
  });
  for (const name of ["config", "acl", "passwords", "collectorPasswords"] as const)
    writeFileSync(files[name], written[name], { mode: 0o600 });
  // As root, mosquitto gives up its rights before it reads these files, unless it is told to stay.
  if (process.getuid?.() === 0) writeFileSync(files.config, `user root\n${written.config}`);
  const server = spawn(MOSQUITTO, ["-c", files.config], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  for (const each of [port, collectorPort]) await untilAnswers(each);
  return {
    url: `mqtt://127.0.0.1:${port}`,
    forCollector: {
      url: `mqtt://127.0.0.1:${collectorPort}`,
      username: "collector",
      password: "secret-of-the-collector",
    },
    stop: async () => {
      server.kill("SIGKILL");
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
