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

test("the field pales away from the loud sensor, and is empty without levels", () => {
  const field = heatField(10, 1, 1, samples);
  expect(field[0]).toBeGreaterThan(field[9] ?? 1);
  expect(heatField(10, 1, 1, []).every((alpha) => alpha === 0)).toBe(true);
});
