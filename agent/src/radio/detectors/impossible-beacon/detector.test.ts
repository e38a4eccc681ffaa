import { expect, test } from "vitest";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { AP, beacon, stay, wait } from "./beacons-for-tests.ts";
import { ImpossibleBeacon } from "./detector.ts";

const GROUP = 0x010000000000;

test("eight beacons with neither elements nor a TIM are one inventor at once", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 8; index++) detector.onFrame(beacon(AP + index, 4, {}, []), context);
  expect(context.codes).toEqual(["throw-away-bssids"]);
  expect(context.observations[0]?.subject).toEqual({ kind: "inventor", number: 0 });
});

test("eight poor beacons with young clocks are one inventor when they are gone, and not before", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 8; index++) detector.onFrame(beacon(AP + index, 6), context);
  wait(detector, context, 2);
  expect(context.codes).toEqual([]);
  wait(detector, context, 4);
  expect(context.codes).toEqual(["throw-away-bssids"]);
});

test("where only the first beacon of each access point was recorded, and no radio header, boards that start are not gone", () => {
  for (const areKept of [false, true]) {
    const context = new TestContext();
    const detector = new ImpossibleBeacon();
    if (areKept) stay(detector, context, [beacon(AP - 1, 12, { tsfHigh: 7, channelMhz: -1 })], 3);
    for (let index = 0; index < 14; index++) detector.onFrame(beacon(AP + index, 5, { channelMhz: -1 }), context);
    wait(detector, context, 6);
    expect(context.codes).toEqual(areKept ? ["throw-away-bssids"] : []);
  }
});

test("a flood so fast that it pushes itself out of memory before it is known to be gone is told within its first second", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 1_000; index++) {
    detector.onFrame(beacon(AP + index, 4), context);
    context.atSeconds += 0.001;
  }
  detector.onTick(context);
  expect(context.codes).toContain("throw-away-bssids");
});

test.each([4, 6])("after a power cut thirty small devices of %i elements start at once, and stay", (elements) => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  const devices = Array.from({ length: 30 }, (_, index) => beacon(AP + index, elements));
  stay(detector, context, devices, 20);
  expect(context.codes).toEqual([]);
});

test("poor beacons with one clock, each heard once, are invented when they are many, however long it has been running", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 23; index++) detector.onFrame(beacon(AP + index, 6, { tsfHigh: 7 }), context);
  wait(detector, context, 6);
  expect(context.codes).toEqual([]);
  detector.onFrame(beacon(AP + 23, 6, { tsfHigh: 7 }), context);
  wait(detector, context, 6);
  expect(context.codes).toEqual(["throw-away-bssids"]);
});

test("rich beacons are access points, however many", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 100; index++) detector.onFrame(beacon(AP + index, 12), context);
  wait(detector, context, 6);
  expect(context.codes).toEqual([]);
});

test("an access point that has been here for a while is never swept in", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 5; index++)
    context.accessPoints.advertised(beacon(AP, 12, { tsfHigh: 7 }), context.atSeconds, true);
  for (let index = 0; index < 20; index++) detector.onFrame(beacon(AP + (index % 10), 2, {}, []), context);
  expect(context.observations.flatMap(({ transmitters }) => transmitters)).not.toContain(AP);
  expect(context.codes).toContain("throw-away-bssids");
});

test.each([
  [2, false],
  [4, true],
])(
  "%i group addresses that are gone again are no access points', where damage is possible: %s",
  (most, mayBeDamaged) => {
    const context = new TestContext();
    const detector = new ImpossibleBeacon();
    for (let index = 0; index < most; index++) {
      expect(context.codes).not.toContain("group-bit-bssids");
      detector.onFrame(beacon(GROUP + AP + index, 12, { tsfHigh: 7, mayBeDamaged }), context);
      wait(detector, context, 6);
      expect(context.codes).toContain("group-bit-bssid");
    }
    expect(context.codes).toContain("group-bit-bssids");
  },
);

test("a group address that goes on beaconing is no access point's when its time stamps are no clock's", () => {
  for (const step of [0, 7, 61_803]) {
    const context = new TestContext();
    const detector = new ImpossibleBeacon();
    const frame = beacon(GROUP + AP, 12, { tsfHigh: 7, beaconIntervalTu: 100 });
    for (let index = 0; index < 60; index++) {
      context.atSeconds += 0.1;
      frame.sequence = index + 1;
      frame.tsfLow += step;
      context.accessPoints.advertised(frame, context.atSeconds, true);
      detector.onFrame(frame, context);
      if (index % 10 === 0) detector.onTick(context);
    }
    wait(detector, context, 1);
    expect(context.codes).toContain("group-bit-bssids");
  }
});

test("in a recording whose addresses were exchanged for numbers by chance, half of the access points have a group address", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  const points = Array.from({ length: 12 }, (_, index) =>
    beacon((index % 2) * GROUP + AP + index * 77, 12, { tsfHigh: 7, tsfLow: 102_400 * index, beaconIntervalTu: 100 }),
  );
  for (let step = 0; step < 200; step++) {
    context.atSeconds += 0.1024;
    for (const [index, frame] of points.entries()) {
      frame.tsfLow += 102_400;
      frame.sequence = (step + index) & 4_095;
      // The last ones are heard now and then only.
      if (index >= 8 && step % 90 !== index) continue;
      context.exchangedAddresses.hear(
        context.accessPoints.advertised(frame, context.atSeconds, true),
        context.atSeconds,
      );
      detector.onFrame(frame, context);
    }
    if (step % 10 === 0) detector.onTick(context);
  }
  wait(detector, context, 6);
  expect(context.codes).toEqual([]);
});

test("where the radio says nothing of checksums, elements that do not fit are damage", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  const torn = [1, 77, ...new Uint8Array(82)];
  for (let index = 0; index < 30; index++) detector.onFrame(beacon(AP + index, 2, {}, torn), context);
  wait(detector, context, 6);
  expect(context.codes).toEqual([]);
  for (let index = 0; index < 30; index++)
    detector.onFrame(beacon(AP + index, 2, { mayBeDamaged: false }, torn), context);
  expect(context.codes).toEqual(["throw-away-bssids"]);
});

test("of a frame that was cut its addresses are judged", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 9; index++) detector.onFrame(beacon(AP + index, 1, { elementsCut: true }), context);
  wait(detector, context, 6);
  expect(context.codes).toEqual([]);
  for (let index = 0; index < 4; index++) detector.onFrame(beacon(GROUP + index, 1, { elementsCut: true }), context);
  wait(detector, context, 6);
  expect(context.codes).toContain("group-bit-bssids");
});

test("stations that have just formed networks without an access point beacon little, and stay", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  const stations = Array.from({ length: 10 }, (_, index) =>
    beacon(AP + index, 4, { bssid: 0x020000000000 + index, capability: 0b10 }, []),
  );
  stay(detector, context, stations, 20);
  expect(context.codes).toEqual([]);
});

test("Wi-Fi Aware devices beacon without a name, under their cluster's address: they invent no network", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 40; index++) {
    const cluster = { transmitter: AP + index, bssid: 0x506f9a010a0b, elementCount: 1, fcsFlagBad: false };
    detector.onFrame(managementFrame(FrameKind.beacon, cluster), context);
  }
  wait(detector, context, 6);
  expect(context.codes).toEqual([]);
});
