import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
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
  test.each(["probewarden/v1/mall/north/ack", "probewarden/v1/mall/north/config", "probewarden/v1/mall/watch"])(
    "it reads %s",
    (filter) => expect(maySubscribe(NORTH, filter)).toBe(true),
  );
  test.each([
    "#",
    "probewarden/#",
    "probewarden/v1/mall/+/ack",
    "probewarden/v1/mall/south/ack",
    "probewarden/v1/other/watch",
    "probewarden/v1/mall/north/finding",
    "probewarden/v1/mall/north/command/+",
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
