import { expect, test } from "vitest";
import { standsBelow } from "./label-place.ts";

const sensor = { x: 44, y: 14 };

test("a mark just below a sensor sends its name above", () => {
  expect(standsBelow(sensor, [{ x: 41.5, y: 17 }])).toBe(true);
});

test("a mark above, far below or far aside leaves the name where names stand", () => {
  expect(standsBelow(sensor, [])).toBe(false);
  expect(
    standsBelow(sensor, [
      { x: 44, y: 10 },
      { x: 44, y: 30 },
      { x: 20, y: 17 },
    ]),
  ).toBe(false);
});
