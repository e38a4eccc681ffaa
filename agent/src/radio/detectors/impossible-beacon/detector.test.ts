import { expect, test } from "vitest";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { AP, beacon, stay, wait } from "./beacons-for-tests.ts";
import { ImpossibleBeacon } from "./detector.ts";

test("eight beacons with the least that a beacon can have, and young clocks, are one inventor", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 8; index++) detector.onFrame(beacon(AP + index, 4), context);
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

test("after a power cut thirty small devices start at once, and stay", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  const devices = Array.from({ length: 30 }, (_, index) => beacon(AP + index, 6));
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

test("two group addresses are no access points'", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  const group = 0x010000000000;
  detector.onFrame(beacon(group + AP, 12, { tsfHigh: 7 }), context);
  expect(context.codes).toEqual(["group-bit-bssid"]);
  detector.onFrame(beacon(group + AP + 1, 12, { tsfHigh: 7 }), context);
  expect(context.codes).toContain("group-bit-bssids");
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
  const group = 0x010000000000;
  for (let index = 0; index < 2; index++) detector.onFrame(beacon(group + index, 1, { elementsCut: true }), context);
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
