import { expect, test } from "vitest";
import { heatAlpha, heatField, levelAt } from "./heat-field.ts";

const samples = [
  { position: { x: 0, y: 0 }, levelDbm: -40 },
  { position: { x: 10, y: 0 }, levelDbm: -80 },
];

test("halfway between two sensors stands the mean of their levels", () => {
  expect(levelAt({ x: 5, y: 0 }, samples)).toBeCloseTo(-60);
});

test("at a sensor stands nearly what it measured", () => {
  expect(levelAt({ x: 0, y: 0 }, samples)).toBeCloseTo(-40, 0);
});

test("without a level there is no field", () => {
  expect(levelAt({ x: 0, y: 0 }, [])).toBeUndefined();
});

test("the noise floor is transparent, louder is never paler", () => {
  expect(heatAlpha(-95)).toBe(0);
  expect(heatAlpha(-120)).toBe(0);
  expect(heatAlpha(-50)).toBeGreaterThan(heatAlpha(-70));
  expect(heatAlpha(-10)).toBe(heatAlpha(-35));
});

test("a cell that nobody hears stays empty", () => {
  const field = heatField(10, 1, 1, samples, [{ centre: { x: 0, y: 0.5 }, radiusMetres: 3 }]);
  expect(field[0]).toBeGreaterThan(0);
  expect(field[9]).toBe(0);
});
