import { expect, test } from "vitest";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { AccessPoints } from "./access-points.ts";
import { CLOCK_FIGURES, SharedClock } from "./shared-clock.ts";

const AP = 0x001f7ae26c98;
const beacon = (address: number) =>
  managementFrame(FrameKind.beacon, { transmitter: address, bssid: address }, `n${address}`);

test("one clock has as many addresses as there is room for, and who leaves makes room", () => {
  const accessPoints = new AccessPoints();
  const known = (index: number) => accessPoints.advertised(beacon(AP + index), 10, true);
  const clock = new SharedClock(AP, 0, known(0), 1, new Float64Array(CLOCK_FIGURES), 0);
  for (let index = 0; index < 1_000; index++) clock.join(AP + index, known(index));
  expect(clock.members.size).toBe(256);
  clock.leave(AP);
  clock.join(AP + 999, known(999));
  expect(clock.members.size).toBe(256);
  expect(clock.members.has(AP + 999)).toBe(true);
  // Frames of those that found no room are heard, and add nobody.
  clock.hear(beacon(AP + 500), 1, 11);
  expect(clock.members.size).toBe(256);
});
