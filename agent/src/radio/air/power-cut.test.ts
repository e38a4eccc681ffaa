import { expect, test } from "vitest";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { randomFrom } from "../made-air-for-tests.ts";
import { AccessPoints } from "./access-points.ts";
import { RadioClocks } from "./radio-clocks.ts";
import type { SharedClock } from "./shared-clock.ts";

const AP = 0x001f7a_000000;
const NEXT = 0x10000;
const TWO_TO_32 = 2 ** 32;
/** No radio for sale has so many networks. */
const NAMES = 33;

/** Access points whose clocks started at these moments and run so much too fast: who shares a clock when each was heard at these moments. */
function clocks(
  startedAt: readonly number[],
  ppm: (index: number) => number,
  moments: readonly number[],
): SharedClock[] {
  const radioClocks = new RadioClocks(1);
  const accessPoints = new AccessPoints(1);
  for (const moment of moments)
    for (const [index, started] of startedAt.entries()) {
      const at = moment + 0.0003 * index;
      const tsf = Math.round((at - started) * (1e6 + ppm(index)));
      const frame = managementFrame(FrameKind.beacon, {
        transmitter: AP + NEXT * index,
        bssid: AP + NEXT * index,
        hasTsf: true,
        tsfHigh: Math.floor(tsf / TWO_TO_32),
        tsfLow: tsf >>> 0,
        channelMhz: 2_437,
      });
      radioClocks.hear(frame, accessPoints.advertised(frame, at, true), at);
    }
  const kept = new Set<SharedClock>();
  for (const index of startedAt.keys()) {
    const clock = radioClocks.clockOf(AP + NEXT * index);
    if (clock !== undefined) kept.add(clock);
  }
  return [...kept];
}

const everySecond = (seconds: number): number[] => Array.from({ length: seconds }, (_, second) => 300 + second);

test.each([
  [40, 2, 6],
  [40, 10, 4],
  [200, 2, 11],
  [200, 10, 8],
])(
  "of %i access points that start within %i s of each other at most %i share a line by chance",
  (count, within, most) => {
    for (let run = 0; run < 10; run++) {
      const random = randomFrom(run + 1);
      const started = Array.from({ length: count }, () => 100 + within * random());
      const drifts = started.map(() => 20 * (random() + random() - 1));
      const sizes = clocks(started, (index) => drifts[index] ?? 0, everySecond(40)).map(({ size }) => size);
      expect(sizes.length).toBeGreaterThan(0);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
      expect(Math.max(...sizes)).toBeLessThan(NAMES);
    }
  },
);

test.each([0, 40, 1_253])(
  "the networks of a radio that is %i ppm too fast stay on its clock, heard one second in five",
  (ppm) => {
    const moments = Array.from({ length: 240 }, (_, index) => 300 + 5 * Math.floor(index / 4) + 0.25 * (index % 4));
    const [clock, ...others] = clocks(
      Array.from({ length: 16 }, () => 100),
      () => ppm,
      moments,
    );
    expect(others).toEqual([]);
    expect(clock?.size).toBe(16);
  },
);
