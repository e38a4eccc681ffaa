import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTRACT_MAJOR, topics, type SensorConfig } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeProgram } from "../main/program.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { VenueCanaries } from "./venue-canaries.ts";
import { Downlink } from "./downlink.ts";

let folder: string;
let state: StateStore;
let downlink: Downlink;
/** What was published, in order. */
let told: { topic: string; config: SensorConfig; retain: boolean }[];
let away: boolean;

/** A command beside the running collector. */
async function run(...args: string[]): Promise<void> {
  const silent = (): void => undefined;
  const environment = { PW_DATA_DIR: folder };
  await makeProgram({ print: silent, tell: silent, environment, now: Date.now }).parseAsync(args, { from: "user" });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "downlink-"));
  state = await openState("sqlite:", folder);
  told = [];
  away = false;
  downlink = new Downlink(
    state,
    (topic, message, retain) => {
      if (away) return Promise.reject(new Error("the broker is away"));
      told.push({ topic, config: message as SensorConfig, retain });
      return Promise.resolve();
    },
    Date.now,
  );
  await run("venue", "add", "mall");
  await run("venue", "floor", "mall", "ground", "--width", "60", "--height", "40");
  for (const sensor of ["north", "south"])
    await run("sensor", "add", sensor, "--floor", "ground", "--x", "1", "--y", "1", "--out", join(folder, sensor));
});
afterEach(async () => {
  await state.close();
  rmSync(folder, { recursive: true });
});

test("a venue whose residents a command switches off is told to all its sensors, once", async () => {
  await downlink.refreshConfigs();
  expect(told).toEqual([]);
  await run("venue", "residents", "mall", "off");
  await downlink.refreshConfigs();
  await downlink.refreshConfigs();
  expect(told.map(({ topic }) => topic)).toEqual(
    ["north", "south"].map((sensorId) => topics.config({ venueId: "mall", sensorId })),
  );
  expect(told[0]).toMatchObject({ retain: true, config: { reportResidents: false } });
});

test("what could not be told because the broker was away is told later", async () => {
  await downlink.refreshConfigs();
  await run("venue", "residents", "mall", "off");
  away = true;
  await expect(downlink.refreshConfigs()).rejects.toThrow("away");
  away = false;
  await downlink.refreshConfigs();
  expect(told).toHaveLength(2);
});

test("sensors that come online hear how their venue stands, which is read once for all of them", async () => {
  const came = ["north", "south"].map((sensorId) => ({ sensor: { venueId: "mall", sensorId }, major: CONTRACT_MAJOR }));
  const failed = vi.fn<(error: unknown) => void>();
  await run("venue", "residents", "mall", "off");
  const read = vi.spyOn(state.db, "selectFrom");
  await downlink.greet(came.slice(0, 1), failed);
  const once = read.mock.calls.length;
  await run("venue", "residents", "mall", "on");
  read.mockClear();
  await downlink.greet([...came, { sensor: { venueId: "mall", sensorId: "old" }, major: 9 }], failed);
  expect(read.mock.calls).toHaveLength(once);
  const config = (sensorId: string): string => topics.config({ venueId: "mall", sensorId });
  expect(told.map(({ topic, config: { reportResidents } }) => [topic, reportResidents])).toEqual([
    [config("north"), false],
    [config("north"), true],
    [config("south"), true],
    [topics.ack({ venueId: "mall", sensorId: "old" }, 9), undefined],
  ]);
  expect(failed).not.toHaveBeenCalled();
  away = true;
  await downlink.greet(came, failed);
  expect(failed).toHaveBeenCalledTimes(2);
  read.mockImplementation(() => {
    throw new Error("the state is away");
  });
  await downlink.greet(came, failed);
  expect(failed).toHaveBeenCalledTimes(3);
  read.mockRestore();
});

test("sensors are told the addresses of their venue's radios, those of an older contract not; what one of them makes up is bounded", async () => {
  const health = (addresses: string[]): string =>
    JSON.stringify({ adapters: addresses.map((address) => ({ interface: "wlan1", hears: true, address })) });
  const tell = (sensorId: string, addresses: string[], contractVersion: string) =>
    state.db
      .updateTable("sensors")
      .set({ health: health(addresses), contract_version: contractVersion })
      .where("sensor_id", "=", sensorId)
      .execute();
  await downlink.refreshConfigs();
  await tell("north", ["02:00:00:ee:ff:02", "02:00:00:ee:ff:01"], "1.1.0");
  await tell("south", [], "1.0.0");
  await downlink.refreshConfigs();
  await downlink.refreshConfigs();
  expect(told.map(({ config }) => config.ownRadios)).toEqual([["02:00:00:ee:ff:01", "02:00:00:ee:ff:02"], undefined]);
  const many = Array.from(
    { length: 2_000 },
    (_, n) => `02:00:00:00:${(n >> 8).toString(16).padStart(2, "0")}:${(n % 256).toString(16).padStart(2, "0")}`,
  );
  await tell("north", many, "1.1.0");
  await downlink.refreshConfigs();
  expect(told.at(-2)?.config.ownRadios).toHaveLength(512);
  told = [];
  const came = ["1.0.0", "1.1.0"].map((contractVersion, index) => ({
    sensor: { venueId: "mall", sensorId: ["north", "south"][index] ?? "" },
    major: CONTRACT_MAJOR,
    status: { contractVersion },
  }));
  await downlink.greet(came, vi.fn<(error: unknown) => void>());
  expect(told.map(({ config }) => config.ownRadios?.length)).toEqual([undefined, 512]);
});

test("what one sensor sent as bait is told to all of its venue and kept; one that makes up more than its share takes nobody else's", async () => {
  const piece = (n: number, second: number) => ({
    transmitter: `02:5e:00:00:${(n >> 8).toString(16).padStart(2, "0")}:${(n % 256).toString(16).padStart(2, "0")}`,
    ssid: n % 2 === 0 ? "" : "6b3376397730713278376161",
    askedAt: new Date(Date.now() - 3_600_000 + second * 1000).toISOString(),
  });
  const tell = (sensorId: string, canaries: object[]) =>
    state.db
      .updateTable("sensors")
      .set({ health: JSON.stringify({ canaries }), contract_version: "1.1.0" })
      .where("sensor_id", "=", sensorId)
      .execute();
  let now = Date.now();
  const canaries = new VenueCanaries(state.db, () => now);
  const ofNorth = [piece(1, 1), piece(2, 2)];
  await tell("north", ofNorth);
  await downlink.refreshConfigs();
  await downlink.greet(
    [{ sensor: { venueId: "mall", sensorId: "south" }, major: CONTRACT_MAJOR, status: { contractVersion: "1.1.0" } }],
    vi.fn<(error: unknown) => void>(),
  );
  expect(told.at(-1)?.config.canaries).toEqual(ofNorth);
  // North is silent now, and South lies: a new list each time, and one from the year 2100.
  for (let round = 0; round < 40; round++) {
    now += 400_000;
    const lies = Array.from({ length: 16 }, (_, n) => piece(1_000 + 16 * round + n, 100 + round));
    const future = { ...piece(9_999, 0), askedAt: "2100-01-01T00:00:00.000Z" };
    await canaries.of("mall", [{ sensorId: "south", canaries: [...lies, future] }]);
  }
  const list = await canaries.of("mall", []);
  expect(list).toHaveLength(2 + 32);
  expect(list.slice(0, 2)).toEqual(ofNorth);
  now += 61 * 86_400_000;
  expect(await canaries.of("mall", [])).toEqual([]);
});
