import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { topics, type SensorConfig } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeProgram } from "../main/program.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
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

test("a sensor that comes online hears how its venue stands", async () => {
  await run("venue", "residents", "mall", "off");
  await downlink.sendConfig({ venueId: "mall", sensorId: "north" });
  await run("venue", "residents", "mall", "on");
  await downlink.sendConfig({ venueId: "mall", sensorId: "north" });
  expect(told.map(({ config }) => config.reportResidents)).toEqual([false, true]);
});
