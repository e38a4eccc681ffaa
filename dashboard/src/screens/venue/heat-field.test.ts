import { expect, test } from "vitest";
import { heatAlpha, heatField } from "./heat-field.ts";

test("the noise floor is transparent, louder is never paler", () => {
  expect(heatAlpha(-95)).toBe(0);
  expect(heatAlpha(-120)).toBe(0);
  expect(heatAlpha(-50)).toBeGreaterThan(heatAlpha(-70));
  expect(heatAlpha(-10)).toBe(heatAlpha(-35));
});

test("each cell has the level of its middle, row by row", () => {
  const field = heatField(10, 2, 2, (x, y) => -40 - x - 10 * y);
  expect(field[0]).toBeCloseTo(heatAlpha(-51));
  expect(field[9]).toBeCloseTo(heatAlpha(-69));
  expect(field[10]).toBeCloseTo(heatAlpha(-71));
});
