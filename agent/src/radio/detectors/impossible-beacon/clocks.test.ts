import { expect, test } from "vitest";
import type { Frame } from "../../dot11/frame.ts";
import { TestContext } from "../frame-for-tests.ts";
import { AP, beacon, stay, wait } from "./beacons-for-tests.ts";
import { ImpossibleBeacon } from "./detector.ts";

/** An old access point at the roadside: a clock and a counter of its own, and a guest network on the same radio. */
const roadside = (index: number): Partial<Frame> => ({
  tsfHigh: 30 + ((index * 97) % 700),
  tsfLow: (index * 748_137_331) >>> 0,
  sequence: (index * 613) & 4_095,
});

test("sixty old access points passed in a car, each with a guest network, are not invented: they have as many clocks", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 60; index++) {
    detector.onFrame(beacon(AP + index * 7_919, 6, roadside(index >> 1)), context);
    wait(detector, context, 1);
  }
  wait(detector, context, 8);
  expect(context.codes).toEqual([]);
});

test("nor where two recordings of one drive were put together, so that each beacon comes again forty seconds later", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  const passed = Array.from({ length: 60 }, (_, index) =>
    [0, 1, 2].map((turn) => {
      const { tsfLow = 0, sequence = 0, tsfHigh = 0 } = roadside(index);
      const clock = { tsfHigh, tsfLow: tsfLow + turn * 102_400, sequence: (sequence + turn) & 4_095 };
      return { at: 1_000 + index + turn * 0.1024, frame: beacon(AP + index * 7_919, 6, clock) };
    }),
  ).flat();
  const both = [...passed, ...passed.map(({ at, frame }) => ({ at: at + 40, frame }))];
  for (const { at, frame } of both.sort((left, right) => left.at - right.at)) {
    if (Math.floor(at) > Math.floor(context.atSeconds)) detector.onTick(context);
    context.atSeconds = at;
    detector.onFrame(frame, context);
  }
  wait(detector, context, 8);
  expect(context.codes).toEqual([]);
});

test.each([
  ["one that its radio writes into each", (at: number) => ({ tsfHigh: 9, tsfLow: at * 1e6 }), 1],
  ["one that stands still", () => ({ tsfHigh: 15, tsfLow: 0x8ff75183 }), 0],
  ["young ones, by chance", (at: number) => ({ tsfHigh: 0, tsfLow: 6e6 + ((at * 7_919_000_017) % 3e9) }), 0],
])("a flood of poor beacons with any clock is found when the clock is %s", (_what, clock, isHosted) => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 40; index++) {
    context.atSeconds += 0.3;
    const jitter = isHosted * ((index % 5) - 2) * 3_000;
    const fields = clock(context.atSeconds - 1_000);
    const sequence = (index * 1_117) & 4_095;
    detector.onFrame(beacon(AP + index, 6, { ...fields, tsfLow: fields.tsfLow + jitter, sequence }), context);
  }
  wait(detector, context, 6);
  expect(context.codes).toEqual(["throw-away-bssids"]);
});

test("what goes on beaconing with a clock that does not run is no access point", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let round = 0; round < 10; round++)
    for (let index = 0; index < 20; index++) {
      const frame = beacon(AP + index, 7, {
        sequence: round * 20 + index,
        tsfLow: 130 + round * 168,
        beaconIntervalTu: 100,
      });
      context.atSeconds += 0.02;
      context.accessPoints.advertised(frame, context.atSeconds, true);
      detector.onFrame(frame, context);
    }
  wait(detector, context, 1);
  expect(context.codes).toEqual(["throw-away-bssids"]);
});

test("dozens of beacons that the snap length cut are one flood when their clocks have only just started; old ones are not looked at", () => {
  for (const [tsfHigh, expected] of [
    [0, ["throw-away-bssids"]],
    [700, []],
  ] as const) {
    const context = new TestContext();
    const detector = new ImpossibleBeacon();
    for (let index = 0; index < 30; index++)
      detector.onFrame(beacon(AP + index, 1, { tsfHigh, elementsCut: true }), context);
    wait(detector, context, 6);
    expect(context.codes).toEqual(expected);
  }
});

const REMOTE_ID = [1, 4, 0x82, 0x84, 0x8b, 0x96, 221, 6, 0xfa, 0x0b, 0xbc, 0x0d, 0x11, 0x22];

test("aircraft that identify themselves by beacons, and fly on, invent no networks", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  const fleet = Array.from({ length: 40 }, (_, index) =>
    beacon(AP + index, 3, { tsfLow: 9e6 + index * 7_654_321, sequence: (index * 211) & 4_095 }, REMOTE_ID),
  );
  stay(detector, context, fleet, 20);
  expect(context.codes).toEqual([]);
});

test("who invents aircraft is found: forty of them have one clock, or none", () => {
  for (const step of [0, 1]) {
    const context = new TestContext();
    const detector = new ImpossibleBeacon();
    const fleet = Array.from({ length: 40 }, (_, index) =>
      beacon(AP + index, 3, { tsfLow: 9e6, beaconIntervalTu: 100, sequence: (index * 211) & 4_095 }, REMOTE_ID),
    );
    for (let round = 0; round < 60; round++) {
      context.atSeconds += 0.1;
      for (const frame of fleet) {
        frame.tsfLow += step * 100_000;
        frame.sequence = (frame.sequence + 7) & 4_095;
        context.accessPoints.advertised(frame, context.atSeconds, true);
        detector.onFrame(frame, context);
      }
      detector.onTick(context);
    }
    expect(context.codes).toEqual(["throw-away-bssids"]);
  }
});
