import { expect, test } from "vitest";
import { ArrivalPhases } from "./arrival-phases.ts";

const INTERVAL = 0.1024;

/** Beacons at these times, in seconds from some moment of a capture. */
function phasesOf(times: readonly number[], intervalTu = 100): ArrivalPhases {
  const phases = new ArrivalPhases();
  for (const at of times) phases.take(1_790_000_000 + at, intervalTu);
  return phases;
}
const timesOf = (beacons: number, at: (index: number) => number): number[] =>
  Array.from({ length: beacons }, (_, index) => at(index));

test.each<[string, readonly number[]]>([
  [
    "sent by a radio whose crystal differs by 40 ppm, for a minute",
    timesOf(600, (index) => index * INTERVAL * 1.000_04),
  ],
  ["delayed by up to 20 ms", timesOf(200, (index) => index * INTERVAL + 0.02 * ((index * 0.618_034) % 1))],
  [
    "heard one second in five, for five minutes",
    timesOf(600, (index) => (Math.floor(index / 10) * 49 + (index % 10)) * INTERVAL * 1.000_04),
  ],
  ["heard for an hour, four of five lost", timesOf(7_000, (index) => index * 5 * INTERVAL * 1.000_04)],
])("beacons %s come in time", (_, times) => {
  expect(phasesOf(times).regularity).toBeGreaterThan(0.8);
});

test.each<[string, readonly number[]]>([
  ["each tenth of a second, which is no hundred time units", timesOf(200, (index) => index * 0.1)],
  ["when it comes to it", timesOf(200, (index) => index * 0.11 + 0.02 * ((index * 0.618_034) % 1))],
  ["by a capture that stamps whole seconds", timesOf(400, (index) => Math.floor(index * INTERVAL))],
])("beacons %s do not", (_, times) => {
  expect(phasesOf(times).regularity).toBeLessThan(0.3);
});

test("another interval begins anew, and what is long ago is outweighed", () => {
  const phases = phasesOf(timesOf(100, (index) => index * 0.077));
  phases.take(1_790_000_000, 200);
  expect(phases.beacons).toBe(1);
  for (let index = 0; index < 2_000; index++) phases.take(1_790_000_000 + index * 0.2048, 200);
  expect(phases.beacons).toBeLessThanOrEqual(512);
  expect(phases.regularity).toBeGreaterThan(0.99);
});
