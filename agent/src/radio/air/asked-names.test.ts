import { expect, test } from "vitest";
import { AskedNames } from "./asked-names.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { nameKey } from "../venue/network-name.ts";

const key = (name: string): number => nameKey(Buffer.from(name));
const ask = (asked: AskedNames, name: string, at = 100): void =>
  asked.hear(managementFrame(FrameKind.probeRequest, { transmitter: 7 }, name), at);

test("a full memory calls no name asked for that it does not hold, and lets none leave", () => {
  const asked = new AskedNames();
  ask(asked, "Home of Li");
  expect([asked.wasAsked(key("Home of Li")), asked.wasAsked(key("Other"))]).toEqual([true, false]);
  expect(asked.mayHaveBeenAsked(key("Other"))).toBe(false);
  for (let index = 0; index < 33_000; index++) ask(asked, `name ${index}`);
  expect(asked.forgotten).toBeGreaterThan(0);
  expect([asked.wasAsked(key("Home of Li")), asked.wasAsked(key("Other"))]).toEqual([true, false]);
  expect(asked.mayHaveBeenAsked(key("Other"))).toBe(true);
});

test("a station has just asked for a name when it asked for that one, and within the time", () => {
  const asked = new AskedNames();
  ask(asked, "Home of Li", 100);
  expect(asked.justAsked(7, key("Home of Li"), 100.05, 0.1)).toBe(true);
  expect(asked.justAsked(7, key("Other"), 100.05, 0.1)).toBe(false);
  expect(asked.justAsked(8, key("Home of Li"), 100.05, 0.1)).toBe(false);
  expect(asked.justAsked(7, key("Home of Li"), 100.2, 0.1)).toBe(false);
  // The clock was set back.
  expect(asked.justAsked(7, key("Home of Li"), 10, 0.1)).toBe(false);
});

test("a name that nobody asks for any more is no longer one that was asked for after a quarter of an hour", () => {
  const asked = new AskedNames();
  ask(asked, "Home of Li", 100);
  ask(asked, "Tea", 100);
  ask(asked, "Tea", 900);
  asked.turn(1_000);
  expect([asked.wasAsked(key("Home of Li")), asked.wasAsked(key("Tea"))]).toEqual([true, true]);
  asked.turn(1_001);
  expect([asked.wasAsked(key("Home of Li")), asked.wasAsked(key("Tea"))]).toEqual([false, true]);
  ask(asked, "Home of Li", 1_002);
  expect(asked.mayHaveBeenAsked(key("Home of Li"))).toBe(true);
});

test("a memory that was full is whole again a quarter of an hour after the last name that found no room, also when the clock is set back", () => {
  const asked = new AskedNames();
  for (let index = 0; index < 33_000; index++) ask(asked, `name ${index}`, 5_000);
  asked.turn(5_900);
  expect(asked.mayHaveBeenAsked(key("Other"))).toBe(true);
  asked.turn(5_901);
  expect(asked.mayHaveBeenAsked(key("Other"))).toBe(false);
  ask(asked, "Tea", 5_902);
  asked.turn(10);
  expect(asked.mayHaveBeenAsked(key("Tea"))).toBe(false);
  for (let index = 0; index < 32_768; index++) ask(asked, `later ${index}`, 11);
  expect(asked.mayHaveBeenAsked(key("Other"))).toBe(false);
});

test("names that were asked for on a channel, and are not one's own, are counted within a time, each once", () => {
  const asked = new AskedNames();
  const ask = (name: string, channelMhz: number, at: number): void =>
    asked.hear(managementFrame(FrameKind.probeRequest, { transmitter: 1, channelMhz }, name), at);
  for (const at of [100, 101]) for (const name of ["own", "one", "two"]) ask(name, 2_437, at);
  ask("elsewhere", 2_412, 101);
  ask("too late", 2_437, 102);
  const own = new Set([nameKey(Buffer.from("own"))]);
  expect(asked.others(own, 2_437, 100, 101)).toBe(2);
  expect(asked.others(own, 2_437, 102, 200)).toBe(1);
  for (let index = 0; index < 2_000; index++) ask(`name ${index}`, 2_437, 300);
  expect(asked.others(own, 2_437, 0, 400)).toBe(512);
});
