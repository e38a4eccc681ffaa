import { expect, test } from "vitest";
import { FrameKind } from "../dot11/frame-kind.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { AccessPoints } from "./access-points.ts";

const AP = 0x001f7ae26c98;

test("a name stays what it was when its frame's octets are used for the next one, as a live capture does", () => {
  const accessPoints = new AccessPoints();
  const frame = managementFrame(FrameKind.beacon, { transmitter: AP, bssid: AP }, "Tea-Pavilion");
  const reused = Buffer.from(frame.captured);
  frame.captured = reused;
  const known = accessPoints.advertised(frame, 100, true);
  reused.fill(0x58);
  expect(Buffer.from(known.nameOctets).toString()).toBe("Tea-Pavilion");
});

test("a flood of networks that are heard once pushes out no access point that beacons, and the number stays bounded", () => {
  const accessPoints = new AccessPoints();
  const own = managementFrame(FrameKind.beacon, { transmitter: AP, bssid: AP }, "Tea");
  for (let count = 0; count < 20; count++) accessPoints.advertised(own, 100 + count / 10, true);
  const flood = managementFrame(FrameKind.beacon, {}, "x");
  for (let index = 0; index < 20_000; index++) {
    flood.transmitter = flood.bssid = 0x02_00_00_00_00_00 + index;
    accessPoints.advertised(flood, 102 + index / 1_000, true);
  }
  expect(accessPoints.size).toBeLessThanOrEqual(4_096);
  expect(accessPoints.forgotten).toBeGreaterThan(15_000);
  expect(accessPoints.get(AP)?.beacons).toBe(20);
});
