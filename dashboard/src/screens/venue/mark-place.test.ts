import { expect, test } from "vitest";
import { standsBelow, stepsAside } from "./mark-place.ts";

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

test("of several marks at one place each goes a step further aside; others stay", () => {
  const place = { x: 10, y: 10 };
  expect(stepsAside([place, { x: 30, y: 10 }, { x: 10.5, y: 10 }, place])).toEqual([0, 0, 1, 2]);
});
