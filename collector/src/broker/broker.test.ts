import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { MqttClient, connectAsync } from "mqtt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { maySubscribe, mayPublish } from "./access.ts";
import { writeBrokerConfig } from "./broker-config.ts";
import { BrokerError, EmbeddedBroker } from "./embedded.ts";
import { verifyPassword } from "../people/password.ts";
import { hashForMosquitto, hashSensorPassword } from "./password.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";

const NORTH = { venueId: "mall", sensorId: "north" };

describe("what a sensor may do", () => {
  test.each(["finding", "status", "health"])("it publishes its own %s", (kind) =>
    expect(mayPublish(NORTH, `probewarden/v1/mall/north/${kind}`)).toBe(true),
  );
  test.each([
    "probewarden/v1/mall/south/finding",
    "probewarden/v1/other/north/finding",
    "probewarden/v1/mall/north/ack",
    "probewarden/v1/mall/watch",
    "elsewhere",
    "$SYS/x",
  ])("it does not publish %s", (topic) => expect(mayPublish(NORTH, topic)).toBe(false));
  test.each([
    "probewarden/v1/mall/north/ack",
    "probewarden/v1/mall/north/config",
    "probewarden/v1/mall/north/orders",
    "probewarden/v1/mall/north/command",
    "probewarden/v1/mall/watch",
  ])("it reads %s", (filter) => expect(maySubscribe(NORTH, filter)).toBe(true));
  test.each([
    "#",
    "probewarden/#",
    "probewarden/v1/mall/+/ack",
    "probewarden/v1/mall/south/ack",
    "probewarden/v1/other/watch",
    "probewarden/v1/mall/north/finding",
    "probewarden/v1/mall/north/command/+",
    "probewarden/v1/mall/south/command",
    "probewarden/v1/mall/north/config/#",
  ])("it does not read %s", (filter) => expect(maySubscribe(NORTH, filter)).toBe(false));
});

describe("a password", () => {
  test("is known again by its hash, and only that one", async () => {
    const hash = await hashSensorPassword("right");
    expect(await verifyPassword("right", hash)).toBe(true);
    expect(await verifyPassword("wrong", hash)).toBe(false);
    expect(await verifyPassword("right", "not a hash")).toBe(false);
  });
});

test("configs/mosquitto.conf is what broker-config writes", () => {
  const { config } = writeBrokerConfig({
    listenHost: "0.0.0.0",
    listenPort: 8883,
    collectorPort: 8884,
    tls: {
      caFile: "/etc/mosquitto/probewarden/ca.crt",
      certFile: "/etc/mosquitto/probewarden/server.crt",
      keyFile: "/etc/mosquitto/probewarden/server.key",
    },
    aclFile: "/etc/mosquitto/probewarden/acl",
    passwordFile: "/etc/mosquitto/probewarden/passwords",
    collectorPasswordFile: "/etc/mosquitto/probewarden/collector-passwords",
    collector: { username: "collector", mosquittoHash: "" },
    sensors: [],
  });
  expect(readFileSync(new URL("../../../configs/mosquitto.conf", import.meta.url), "utf8")).toBe(config);
});

describe("the embedded broker", () => {
  let dir: string;
  let state: StateStore;
  let broker: EmbeddedBroker;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "broker-"));
    state = await openState("sqlite:", dir);
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    const hashes = {
      password_hash: await hashSensorPassword("right"),
      mosquitto_hash: await hashForMosquitto("right"),
    };
    await state.db.insertInto("sensors").values(makeSensorRow("north", hashes)).execute();
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        join(dir, "key.pem"),
        "-out",
        join(dir, "cert.pem"),
      ],
      { stdio: "ignore" },
    );
    broker = new EmbeddedBroker({
      host: "127.0.0.1",
      port: 0,
      state,
      tls: { cert: readFileSync(join(dir, "cert.pem")), key: readFileSync(join(dir, "key.pem")) },
    });
    await broker.start();
  });
  afterAll(async () => {
    await broker.stop();
    await state.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test("speaks TLS with a sensor that knows its certificate and its password", async () => {
    const ca = readFileSync(join(dir, "cert.pem"));
    const client = await connectAsync(`mqtts://localhost:${broker.port}`, {
      ca,
      username: "north",
      password: "right",
      reconnectPeriod: 0,
    });
    await client.publishAsync("probewarden/v1/mall/north/health", "{}", { qos: 1 });
    await client.endAsync();
    await expect(
      connectAsync(`mqtts://localhost:${broker.port}`, {
        ca,
        username: "north",
        password: "wrong",
        reconnectPeriod: 0,
      }),
    ).rejects.toThrow();
  });

  test("asks for the password on a resumed TLS session too: who was let in once is not let in by that", async () => {
    const ca = readFileSync(join(dir, "cert.pem"));
    let ticket: Buffer | undefined;
    /** CONNACK's return code, and whether the TLS session was resumed. */
    const knock = async (password: string): Promise<{ code: number | undefined; resumed: boolean }> => {
      const socket = connectTls({ port: broker.port, host: "localhost", ca, ...(ticket && { session: ticket }) });
      const given = ticket ?? new Promise<Buffer>((resolve) => socket.once("session", resolve));
      await new Promise<void>((resolve) => socket.once("secureConnect", resolve));
      const resumed = socket.isSessionReused();
      const options = { username: "north", password, protocolVersion: 4, reconnectPeriod: 0 } as const;
      const client = new MqttClient(() => socket, options);
      client.on("error", () => undefined);
      const code = await new Promise<number | undefined>((resolve) =>
        client.on("packetreceive", (packet) => {
          if (packet.cmd === "connack") resolve(packet.returnCode);
        }),
      );
      ticket = await given;
      client.end(true);
      return { code, resumed };
    };
    expect(await knock("right")).toEqual({ code: 0, resumed: false });
    expect(await knock("right")).toEqual({ code: 0, resumed: true });
    expect(await knock("wrong")).toEqual({ code: 4, resumed: true });
  });

  test("is open to the collector before any sensor can come in", async () => {
    const other = new EmbeddedBroker({ host: "127.0.0.1", port: 0, state, trustLoopback: true });
    await other.prepare();
    expect(() => other.port).toThrow(BrokerError);
    const inside = new MqttClient(() => other.connectInside(), { protocolVersion: 4 });
    const heard = new Promise<string>((resolve) => inside.once("message", resolve));
    await inside.subscribeAsync("probewarden/v1/+/+/health", { qos: 1 });
    await other.listen();
    const client = await connectAsync(`mqtt://127.0.0.1:${other.port}`, { username: "north", reconnectPeriod: 0 });
    await client.publishAsync("probewarden/v1/mall/north/health", "{}", { qos: 1 });
    expect(await heard).toBe("probewarden/v1/mall/north/health");
    await client.endAsync();
    await inside.endAsync(true);
    await other.stop();
  });

  test("does not listen off the loopback address without TLS", async () => {
    await expect(new EmbeddedBroker({ host: "0.0.0.0", port: 0, state }).start()).rejects.toThrow(BrokerError);
  });

  test("says which port is in use", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    await expect(new EmbeddedBroker({ host: "127.0.0.1", port, state }).start()).rejects.toThrow(
      new RegExp(`127.0.0.1:${port} \\(/mqtt/port\\)`),
    );
    await new Promise((resolve) => other.close(resolve));
  });
});
