import { expect, test } from "vitest";
import { hatchLines } from "./hatch-lines.ts";

const SIZE = { x: 1000, y: 800 };

test("a floor that is seen as a whole is hatched from edge to edge", () => {
  const lines = hatchLines({ x: 100, y: 100 }, { x: 700, y: 500 }, SIZE, 9);
  expect(lines[0]).toEqual([
    { x: -300, y: 500 },
    { x: 100, y: 100 },
  ]);
  expect(lines.length).toBe(Math.ceil(1000 / 9));
});

test("of a floor that is many screens large only what is seen is drawn, and the lines hang on the floor", () => {
  const lines = hatchLines({ x: -5_000_000, y: -3_000_000 }, { x: 7_000_000, y: 4_000_000 }, SIZE, 9);
  expect(lines.length).toBeLessThan(210);
  // Along a line at 45° the sum of x and y is the same: it is the corner's, and so many steps.
  for (const [from, to] of lines) {
    expect(from.x + from.y).toBe(to.x + to.y);
    expect((from.x + from.y - (-5_000_000 - 3_000_000)) % 9).toBe(0);
  }
  expect(hatchLines({ x: 0, y: 900 }, { x: 10, y: 950 }, SIZE, 9)).toEqual([]);
});
