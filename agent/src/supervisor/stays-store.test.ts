import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { StaysMemory } from "../radio/detectors/new-transmitter/stays-memory.ts";
import { StaysStore } from "./stays-store.ts";

const MEMORY: StaysMemory = {
  listenedHours: 80,
  stays: [
    {
      bssid: "00:1f:7a:e2:6c:98",
      state: "early",
      firstAt: 1_790_000_000,
      lastAt: 1_790_000_100,
      firstHour: 1,
      lastHour: 80,
      toldHour: 0,
      hoursHeard: 72,
      channelMhz: 2437,
      isNameAsked: false,
      levels: [],
    },
  ],
  takenBack: [{ stayId: "t-one", hour: 79 }],
};

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "probewarden-stays-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const storeOf = (sensorId = "north-gate", venueId = "mall"): StaysStore => {
  const store = new StaysStore({ folder, venueId, sensorId, log: pino({ enabled: false }) });
  store.load();
  return store;
};

test("what was learnt is there after a restart, in a file of the sensor's user alone", () => {
  storeOf().set(MEMORY);
  expect(storeOf().memory).toEqual(MEMORY);
  expect(statSync(join(folder, "stays.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["stays.json"]);
});

test("another sensor's place, or another venue's, is none of this one: it is learnt anew, and the old one is gone", () => {
  storeOf().set(MEMORY);
  expect(storeOf("north-gate", "station").memory).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

test.each(["", "{", '{"place":{"venueId":"mall","sensorId":"north-gate"},"memory":{"listenedHours":"many"}}'])(
  "a file that cannot be understood (%s) is set aside and told, and the sensor learns anew",
  (text) => {
    writeFileSync(join(folder, "stays.json"), text);
    const store = storeOf();
    expect(store.memory).toBeUndefined();
    expect(store.problem).toMatchObject({ code: "stays-not-kept", facts: { cause: "unreadable" } });
    expect(readdirSync(folder)).toEqual(["stays.json.unreadable"]);
    store.set(MEMORY);
    expect(store.problem).toBeUndefined();
  },
);

test("a disk that takes nothing is told, and what was learnt is still known to this process", () => {
  const store = storeOf();
  mkdirSync(join(folder, "stays.json"));
  store.set(MEMORY);
  expect(store.problem?.code).toBe("stays-not-kept");
  expect(store.memory).toEqual(MEMORY);
});
