import { expect, test } from "vitest";
import { LevelsByRate } from "./levels-by-rate.ts";

const heard = (levels: LevelsByRate, rate: number, level: number, isAdvertisement = true): void => {
  for (let index = 0; index < 40; index++) levels.hear(rate, level + (index % 3) - 1, isAdvertisement);
};

test("levels are held against those of the same rate", () => {
  const levels = new LevelsByRate();
  heard(levels, 1_000, -50);
  heard(levels, 6_000, -71);
  expect(levels.foreignness(6_000, -72, 8, 2)).toBe(0);
  expect(levels.foreignness(1_000, -71, 8, 2)).toBeLessThan(-18);
  expect(levels.foreignness(6_000, -50, 8, 2)).toBeGreaterThan(18);
});

test("where there is no like frame, only beyond what radios make of rates", () => {
  const levels = new LevelsByRate();
  heard(levels, 1_000, -50);
  expect(levels.foreignness(11_000, -72, 8, 2)).toBe(0);
  expect(levels.foreignness(11_000, -80, 8, 2)).toBeLessThan(-25);
});

test("where the rate is not said, only what fits neither beacons nor the other frames", () => {
  const levels = new LevelsByRate();
  heard(levels, -1, -50);
  heard(levels, -1, -70, false);
  for (const [level, isForeign] of [
    [-52, false],
    [-69, false],
    [-60, true],
    [-30, true],
  ] as const)
    expect(levels.foreignness(-1, level, 8, 2) !== 0).toBe(isForeign);
});

test("what is not known is not compared", () => {
  const levels = new LevelsByRate();
  expect(levels.foreignness(1_000, -50, 8, 2)).toBeNaN();
  heard(levels, 1_000, Number.NaN);
  expect(levels.foreignness(1_000, -50, 8, 2)).toBeNaN();
  heard(levels, 1_000, -50);
  expect(levels.foreignness(1_000, Number.NaN, 8, 2)).toBeNaN();
});

test("frames of ever other rates take no more room than six, and not the place of those heard often", () => {
  const levels = new LevelsByRate();
  heard(levels, 1_000, -50);
  for (let rate = 2_000; rate < 400_000; rate += 500) levels.hear(rate, -20, false);
  expect(levels.size).toBe(6);
  expect(levels.foreignness(1_000, -51, 8, 2)).toBe(0);
});
