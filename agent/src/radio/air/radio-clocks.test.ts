import { expect, test } from "vitest";
import { FrameKind } from "../dot11/frame-kind.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { AccessPoints } from "./access-points.ts";
import { RadioClocks } from "./radio-clocks.ts";

const AP = 0x001f7ae26c98;

function setUp() {
  const clocks = new RadioClocks();
  const accessPoints = new AccessPoints();
  const hear = (address: number, at: number, tsfSeconds: number, sequence = 0): void => {
    const tsf = Math.round(tsfSeconds * 1e6);
    const frame = managementFrame(
      FrameKind.beacon,
      {
        transmitter: address,
        bssid: address,
        sequence,
        hasTsf: true,
        tsfLow: (tsf % 2 ** 32) | 0,
        tsfHigh: Math.floor(tsf / 2 ** 32),
      },
      `n${address}`,
    );
    clocks.hear(frame, accessPoints.advertised(frame, at, true), at);
  };
  return { clocks, hear };
}

test("addresses whose time stamps lie on one line share a clock, others have their own", () => {
  const { clocks, hear } = setUp();
  for (let at = 0; at < 5; at += 0.1) {
    hear(AP, at, 5_000 + at);
    hear(AP + 1, at + 0.002, 5_000 + at + 0.002);
    hear(AP + 2, at + 0.004, 5_000.5 + at);
  }
  expect(clocks.clockOf(AP)).toBe(clocks.clockOf(AP + 1));
  expect(clocks.clockOf(AP + 2)).not.toBe(clocks.clockOf(AP));
  expect([...(clocks.clockOf(AP)?.members.keys() ?? [])]).toEqual([AP, AP + 1]);
});

test("a clock that drifts by twenty millionths is followed for hours, and one that starts anew is another", () => {
  const { clocks, hear } = setUp();
  for (let at = 0; at < 7_200; at += 5) {
    hear(AP, at, 5_000 + at * 1.00002);
    hear(AP + 1, at + 0.002, 5_000 + (at + 0.002) * 1.00002);
    clocks.turn(at);
  }
  expect(clocks.clockOf(AP)?.members.size).toBe(2);
  for (let at = 7_200; at < 7_202; at += 0.1) hear(AP + 1, at, at - 7_199);
  expect(clocks.clockOf(AP)?.members.size).toBe(1);
  expect(clocks.clockOf(AP + 1)?.members.size).toBe(1);
});

test("a clock that never counts, and one that jumps at every frame, are no clock", () => {
  const { clocks, hear } = setUp();
  for (let at = 0; at < 5; at += 0.1) {
    hear(AP, at, 0);
    hear(AP + 1, at, 100 + ((at * 7_919) % 91));
  }
  expect(clocks.clockOf(AP)).toBeUndefined();
  expect(clocks.clockOf(AP + 1)).toBeUndefined();
});

test("what fell silent is forgotten, with its clock", () => {
  const { clocks, hear } = setUp();
  for (let at = 0; at < 1; at += 0.1) hear(AP, at, 5_000 + at);
  clocks.turn(1);
  expect(clocks.size).toEqual({ addresses: 1, clocks: 1 });
  clocks.turn(200);
  expect(clocks.size).toEqual({ addresses: 0, clocks: 0 });
});

test("ten thousand addresses with a clock each are let go and counted, and push out no radio that was heard for long", () => {
  const { clocks, hear } = setUp();
  for (let at = 0; at < 10; at += 0.1) hear(AP, at, 5_000 + at);
  for (let index = 1; index <= 10_000; index++)
    for (let frame = 0; frame < 4; frame++) {
      const at = 10 + index * 0.001 + frame * 0.0001;
      hear(AP + 0x1000 + index, at, 7 * index + at);
    }
  expect(clocks.forgotten).toBe(10_001 - 2_048);
  expect(clocks.size.addresses).toBe(2_048);
  clocks.turn(21);
  expect(clocks.size.clocks).toBeLessThanOrEqual(2_048);
  expect(clocks.clockOf(AP)?.members.size).toBe(1);
});
