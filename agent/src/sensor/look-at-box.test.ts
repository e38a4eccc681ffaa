import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { messageForTests } from "../uplink/messages-for-tests.ts";
import { Outbox } from "../uplink/outbox.ts";
import { checkNetwork } from "./check-network.ts";
import { checkVersion } from "./check-version.ts";
import { lookAtBox, lookUnjoined, type BoxState } from "./look-at-box.ts";
import type { Machine } from "./machine.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-look-"));
afterAll(() => rmSync(folder, { recursive: true }));
const ADDRESS = { address: "192.168.7.20", internal: false } as never;
const bare: Machine = {
  nodeVersion: "24.1.0",
  run: async () => ({ ok: false, stdout: "", stderr: "" }),
  readText: async () => undefined,
  readLink: async () => undefined,
  freeBytes: async (of) => ({ free: 9e9, folder: of }),
  interfaces: () => ({ eth0: [ADDRESS] }),
  hasPcap: async () => false,
  hasTcpdump: async () => true,
};
const configFile = (name: string, more = ""): string => {
  const file = join(folder, name);
  const data = join(folder, `${name}-data`);
  writeFileSync(
    file,
    `sensorId: north-gate-17\nvenueId: mall\ndataDir: ${data}\nmqtt: { url: "mqtts://collector.secret:8883" }\n${more}`,
  );
  return file;
};
const service = (state: string) => async () => ({ ok: state === "active", stdout: `${state}\n`, stderr: "" });
const look = (file: string, machine: Machine = bare, running = "active"): Promise<BoxState> =>
  lookAtBox(
    file,
    { machine, askBroker: async () => ({ text: "collector.secret: retired", code: "broker-refused" }) },
    service(running),
  );
const failedIn = ({ checks }: BoxState): string[] =>
  checks.filter(({ state }) => state === "failed").map(({ id, code }) => code ?? id);

test("before it joins, a box says that first, and what it lacks", async () => {
  const { checks, canListen } = await lookUnjoined(bare);
  expect([checks[0]?.id, canListen]).toEqual(["identity", false]);
  expect(checks.find(({ id }) => id === "adapter")).toMatchObject({
    state: "failed",
    todo: "Plug one in before it joins; it is chosen then.",
  });
  expect(failedIn(await lookAtBox(join(folder, "none"), { machine: bare }))).toEqual(["identity", "adapter"]);
});

test("a sensor that was retired, whose disk is full or whose radio does not run says which", async () => {
  const full = { ...bare, freeBytes: async (of: string) => ({ free: 1_000, folder: of }) };
  const state = await look(configFile("retired"), full, "activating");
  expect(state.sensorId).toBe("north-gate-17");
  expect(failedIn(state)).toEqual(expect.arrayContaining(["broker-refused", "disk", "hearing"]));
});

test("a broken configuration is one thing to mend, and nothing else is guessed", async () => {
  for (const more of ["radoi: {}\n", "cameras: { unicast: 7 }\n", "\t: [\n"]) {
    const state = await look(configFile("broken", more));
    expect(state).toEqual({ checks: [{ id: "configuration", state: "failed" }] });
  }
});

test("what the page is given holds no address, no path, and no host", async () => {
  const text = JSON.stringify([
    await look(configFile("plain")),
    await lookAtBox(join(folder, "none"), { machine: bare }),
  ]);
  expect(text).not.toMatch(/192\.168|collector\.secret|\/tmp|says|todo/);
});

test("a collector of another version is told by what the sensor last had to say", async () => {
  const dataDir = join(folder, "version");
  expect(checkVersion(dataDir).state).toBe("ok");
  const outbox = new Outbox({
    folder: join(dataDir, "outbox"),
    bootId: "bghghghghghghghgh",
    sensor: { venueId: "mall", sensorId: "door" },
    maxBytes: 2 ** 28,
    now: () => 0,
    monotonic: () => 0,
  });
  const report = (problems: object[]) => outbox.put(messageForTests("health", { problems }));
  await report([{ code: "contract-version", text: "x", facts: { "sensor-contract": 1, "collector-contract": 2 } }]);
  expect(checkVersion(dataDir)).toMatchObject({
    state: "failed",
    todo: "Install the same release on both, the collector first; what waits here is kept.",
  });
  // What it said before and says no more is over.
  await report([]);
  expect(checkVersion(dataDir).state).toBe("ok");
  outbox.close();
});

test("an address that a machine gives itself is no network", () => {
  const on = (address: string) => ({ interfaces: () => ({ eth0: [{ address, internal: false } as never] }) });
  expect(checkNetwork(on("192.168.1.4")).state).toBe("ok");
  for (const address of ["169.254.7.7", "fe80::1"]) expect(checkNetwork(on(address)).state).toBe("failed");
  expect(checkNetwork({ interfaces: () => ({}) })).toMatchObject({
    state: "failed",
    todo: expect.stringMatching(/cable/),
  });
});
