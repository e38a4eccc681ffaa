import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LIMITS, type SensorConfig, type Watch } from "@probewarden/contract";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ToldStore } from "./told-store.ts";

const START = Date.parse("2026-11-24T10:00:00.000Z");
const HOUR = 3_600_000;
const config: SensorConfig = {
  v: 1,
  networks: [{ bssid: "02:00:00:00:00:01", ssid: "6d616c6c" }],
  reportResidents: false,
};
const watched = (...hours: number[]): Watch => ({
  v: 1,
  entries: hours.map((left, index) => ({
    transmitter: `02:00:00:00:01:0${index}`,
    expiresAt: new Date(START + left * HOUR).toISOString(),
  })),
});

let folder: string;
let now: number;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pw-told-"));
  now = START;
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The store of a supervisor that has just started. */
function started(): ToldStore {
  const log = pino({ level: "warn" }, { write: (line) => void lines.push(line) });
  const store = new ToldStore({ folder, now: () => now, log });
  store.load();
  return store;
}

test("a sensor that was never told anything has nothing, and no problem", () => {
  const store = started();
  expect([store.config, store.watch, store.problem, lines]).toEqual([undefined, undefined, undefined, []]);
});

test("inventory and watch list survive a restart, in a file for this user only", () => {
  const store = started();
  store.setConfig(config);
  store.setWatch(watched(1, 20));
  const after = started();
  expect([after.config, after.watch, after.problem]).toEqual([config, watched(1, 20), undefined]);
  expect(statSync(join(folder, "told.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["told.json"]);
});

test("which list of the venue's own access points it has is told by a hash that the collector works out as well, after a restart too", () => {
  const store = started();
  expect(store.networkList).toBeUndefined();
  store.setConfig(config);
  // As in `collector/src/venues/venue-networks.test.ts`.
  const sha = "22512cb286a357082c513c3a75e8d24fcfd899782e4869584907d92b8f2ddce7";
  expect([store.networkList, started().networkList]).toEqual([sha, sha]);
  store.setConfig({ ...config, networks: [] });
  expect(store.networkList).not.toBe(sha);
});

test("an entry of the watch list is gone once it has expired, before the restart or after", () => {
  const store = started();
  store.setWatch(watched(1, 20));
  now += 2 * HOUR;
  expect([store.watch?.entries.length, started().watch?.entries.length]).toEqual([1, 1]);
  now += 24 * HOUR;
  expect(started().watch?.entries).toEqual([]);
});

test("a clock that starts in the past does not prolong an entry", () => {
  started().setWatch(watched(1, 20));
  now = Date.parse("1970-01-01T00:00:10.000Z");
  expect(started().watch?.entries).toEqual([]);
});

test.each([
  ["half a file", `{"config":{"v":1,"netw`],
  ["another shape", `{"config":{"v":1,"networks":"all","reportResidents":true}}`],
  ["a field that nobody knows", `{"phones":["02:00:00:00:00:01"]}`],
  ["more than was ever told", JSON.stringify({ config, fill: "x".repeat(2 * LIMITS.payloadBytes) })],
])("%s is set aside and said, and the next word of the collector heals it", (_what, text) => {
  writeFileSync(join(folder, "told.json"), text);
  const store = started();
  expect([store.config, store.watch]).toEqual([undefined, undefined]);
  expect(store.problem).toMatchObject({ code: "venue-not-kept", facts: { cause: "unreadable" } });
  expect(lines).toHaveLength(1);
  expect(readFileSync(join(folder, "told.json.unreadable"), "utf8")).toBe(text);
  store.setConfig(config);
  expect([store.problem, started().config]).toEqual([undefined, config]);
});

test("a disk that takes nothing is said once, and what was told is in force all the same", () => {
  // A folder in the place of the file: nothing can be put there, whoever runs the test.
  mkdirSync(join(folder, "told.json.new", "in-the-way"), { recursive: true });
  const store = new ToldStore({
    folder,
    now: () => now,
    log: pino({ level: "warn" }, { write: (line) => void lines.push(line) }),
  });
  store.setConfig(config);
  store.setWatch(watched(1));
  expect(store.problem?.code).toBe("venue-not-kept");
  expect(lines).toHaveLength(1);
  expect([store.config, store.watch]).toEqual([config, watched(1)]);
});

test("what is told again does not wear the card", () => {
  const store = started();
  store.setConfig(config);
  const { mtimeNs, ino } = statSync(join(folder, "told.json"), { bigint: true });
  store.setConfig(structuredClone(config));
  started().setConfig(config);
  expect(statSync(join(folder, "told.json"), { bigint: true })).toMatchObject({ mtimeNs, ino });
});

test("the longest list and the largest inventory fit", () => {
  const store = started();
  const entries = Array.from({ length: LIMITS.watchEntries }, (_, index) => ({
    transmitter: `02:00:00:00:${(index >> 8).toString(16).padStart(2, "0")}:${(index & 255).toString(16).padStart(2, "0")}`,
    expiresAt: new Date(START + HOUR).toISOString(),
  }));
  const networks = Array.from({ length: 1024 }, (_, index) => ({
    bssid: `02:00:00:00:${(index >> 8).toString(16).padStart(2, "0")}:${(index & 255).toString(16).padStart(2, "0")}`,
    ssid: "61".repeat(32),
    channel: 233,
    security: "enterprise",
    licensed: true,
  })) as SensorConfig["networks"];
  store.setWatch({ v: 1, entries });
  store.setConfig({ v: 1, networks, reportResidents: true });
  expect([started().watch?.entries.length, started().config?.networks.length]).toEqual([LIMITS.watchEntries, 1024]);
});
