import { expect, test } from "vitest";
import { FrameKind } from "../dot11/frame-kind.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { Beat, BEAT_BEACONS, STRAYED } from "./beat.ts";

const INTERVAL = 102_400;

/** Beacons by the sender's clock, in microseconds. */
function beatOf(clock: (index: number) => number, beacons = BEAT_BEACONS, beaconIntervalTu = 100): Beat {
  const beat = new Beat();
  for (let index = 0; index < beacons; index++) {
    const tsf = clock(index);
    const [tsfHigh, tsfLow] = [Math.floor(tsf / 2 ** 32), tsf % 2 ** 32];
    beat.hear(managementFrame(FrameKind.beacon, { hasTsf: true, tsfHigh, tsfLow, beaconIntervalTu }), tsf / 1e6);
  }
  return beat;
}
const chance = (index: number): number => (index * 0.618_034) % 1;

test.each([
  [
    "an access point that has run for years",
    (index: number) => 9e13 + index * INTERVAL - ((9e13 + index * INTERVAL) % INTERVAL),
  ],
  ["a channel so busy that beacons are up to 20 ms late", (index: number) => index * INTERVAL + chance(index) * 20_000],
  [
    "a sensor that hears one second in five",
    (index: number) => (Math.floor(index / 10) * 50 + (index % 10)) * INTERVAL + 512,
  ],
  ["beacons that are sent twice, half an interval apart", (index: number) => index * (INTERVAL / 2)],
])("%s keeps the beat", (_what, clock) => {
  expect(beatOf(clock).isKept).toBe(true);
});

test("a program that sends when it comes to it keeps none, however exact its own clock is", () => {
  const beat = beatOf((index) => 3.6e9 + index * 101_000 + chance(index) * 9_000, 96);
  expect(beat.isKept).toBe(false);
  expect(beat.regularity).toBeLessThan(0.3);
});

test("a beacon that is heard again says nothing more, and neither does one without a clock or an interval", () => {
  expect(beatOf(() => 77_000).beacons).toBe(1);
  expect(beatOf((index) => index * INTERVAL, 48, 0).beacons).toBe(0);
});

test("boards that were given one address have a beat each: another clock begins anew", () => {
  const beat = new Beat();
  for (let index = 0; index < 400; index++) {
    const tsfLow = ((index >> 3) % 3) * 7e8 + index * INTERVAL + ((index >> 3) % 3) * 33_000;
    const frame = managementFrame(FrameKind.beacon, { hasTsf: true, tsfHigh: 0, tsfLow, beaconIntervalTu: 100 });
    beat.hear(frame, (index * INTERVAL) / 1e6);
  }
  expect(beat.beacons).toBeLessThan(BEAT_BEACONS);
});

/** Beacons due by their time stamps, of a clock that runs so many times as fast as ours. */
function runsAt(rate: number, beacons = 200): Beat {
  const beat = new Beat();
  for (let index = 1; index <= beacons; index++) {
    const tsfLow = 5e8 + index * INTERVAL;
    const frame = managementFrame(FrameKind.beacon, { hasTsf: true, tsfHigh: 0, tsfLow, beaconIntervalTu: 100 });
    beat.hear(frame, 1_000 + (index * INTERVAL) / 1e6 / rate);
  }
  return beat;
}

test("a clock that runs at another rate than time does keeps no beat, and strays; one that is off by a hundred parts in a million is a clock", () => {
  for (const rate of [0.7, 1.3]) {
    expect(runsAt(rate).isKept).toBe(false);
    expect(runsAt(rate).strays).toBeGreaterThanOrEqual(STRAYED);
  }
  for (const rate of [0.9999, 1.0001]) {
    expect(runsAt(rate, 20_000).isKept).toBe(true);
    expect(runsAt(rate, 20_000).strays).toBeLessThan(STRAYED);
  }
});

test("a clock that goes on does not stray, though somebody else writes another one under its address three times as often", () => {
  const beat = new Beat();
  let strays = 0;
  for (let index = 1; index <= 800; index++) {
    const passed = (index * INTERVAL) / 4;
    const isOwn = index % 4 === 0;
    const tsf = isOwn ? 5e8 + passed : 9e8 + 40 * passed;
    const frame = managementFrame(FrameKind.beacon, { hasTsf: true, tsfHigh: 0, tsfLow: tsf, beaconIntervalTu: 100 });
    beat.hear(frame, 1_000 + passed / 1e6);
    strays = Math.max(strays, beat.strays);
  }
  expect(strays).toBeLessThan(STRAYED);
});

test("few beacons that are due by a clock which slips from beacon to beacon are not punctual", () => {
  const punctual = (everySeconds: number): boolean => {
    const beat = new Beat();
    for (let index = 1; index <= 40; index++) {
      const tsfLow = 5_000 * INTERVAL + index * INTERVAL;
      const frame = managementFrame(FrameKind.beacon, { hasTsf: true, tsfHigh: 0, tsfLow, beaconIntervalTu: 100 });
      beat.hear(frame, 1_000 + index * everySeconds);
    }
    return beat.isPunctual;
  };
  expect([punctual(0.1024), punctual(0.15)]).toEqual([true, false]);
});

test("an access point that starts anew every few seconds does not stray", () => {
  const beat = new Beat();
  for (let index = 0; index < 400; index++) {
    const tsfLow = ((index % 20) + 1) * INTERVAL;
    const frame = managementFrame(FrameKind.beacon, { hasTsf: true, tsfHigh: 0, tsfLow, beaconIntervalTu: 100 });
    beat.hear(frame, (index * INTERVAL) / 1e6);
  }
  expect(beat.strays).toBe(0);
});

test("another interval begins anew, and what was long ago counts half", () => {
  const beat = beatOf((index) => index * INTERVAL);
  beat.hear(managementFrame(FrameKind.beacon, { hasTsf: true, tsfHigh: 0, tsfLow: 5e6, beaconIntervalTu: 200 }), 5);
  expect(beat.beacons).toBe(1);
  expect(beatOf((index) => index * INTERVAL, 5_000).beacons).toBeLessThanOrEqual(512);
});
