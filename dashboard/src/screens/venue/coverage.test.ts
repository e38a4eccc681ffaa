import type { Sensor } from "@probewarden/contract";
import { expect, test } from "vitest";
import { heardDiscs, isHeard, unheardShare } from "./coverage.ts";

const sensor = (state: Sensor["state"], floorId = "f1"): Sensor => ({
  sensorId: "s",
  venueId: "mall",
  floorId,
  name: "s",
  position: { x: 10, y: 10 },
  hearingRadiusMetres: 8,
  state,
  reasons: [],
  clockWrong: false,
  simulatedLevels: false,
  contractMismatch: false,
});

test("only a sensor that hears covers anything", () => {
  expect(heardDiscs([sensor("hearing"), sensor("deaf"), sensor("offline"), sensor("never-seen")], "f1")).toHaveLength(
    1,
  );
});

test("a sensor of another floor covers nothing here", () => {
  expect(heardDiscs([sensor("hearing", "f2")], "f1")).toHaveLength(0);
});

test("the edge of the disc is heard, a step further is not", () => {
  const discs = heardDiscs([sensor("hearing")], "f1");
  expect(isHeard({ x: 18, y: 10 }, discs)).toBe(true);
  expect(isHeard({ x: 18.1, y: 10 }, discs)).toBe(false);
});

test("a floor without sensors is unheard as a whole, and one large disc hears all", () => {
  expect(unheardShare(60, 40, [])).toBe(1);
  expect(unheardShare(60, 40, [{ centre: { x: 30, y: 20 }, radiusMetres: 50 }])).toBe(0);
});

test("a floor of an absurd size is counted in no more cells than a large one", () => {
  const disc = { centre: { x: 30_000, y: 20_000 }, radiusMetres: 10_000 };
  const share = unheardShare(60_000, 40_000, [disc]);
  expect(share).toBeCloseTo(1 - (Math.PI * 10_000 ** 2) / (60_000 * 40_000), 2);
  for (const size of [Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN, 0, -5])
    expect(unheardShare(size, size, [])).toBe(1);
});
