import { expect, test } from "vitest";
import { geometricMedian } from "./geometric-median.ts";
import { ringsOf, type Ring } from "./region-rings.ts";
import { regionsOf } from "./regions.ts";

test("a region is the fewest cells that hold its share, and the cell on its edge has an area by the part that is needed", () => {
  const weights = Float64Array.of(0.1, 0.4, 0, 0.2, 0.3);
  const [half, most] = regionsOf({ stepMetres: 2, weights }, [0.5, 0.95]);
  expect([...(half?.mask ?? [])]).toEqual([0, 1, 0, 0, 1]);
  expect(half?.areaMetres2).toBeCloseTo(4 * (1 + 1 / 3));
  expect([...(most?.mask ?? [])]).toEqual([1, 1, 0, 1, 1]);
  expect(most?.areaMetres2).toBeCloseTo(4 * 3.5);
});

test("a posterior in one cell has a region in that cell", () => {
  const [region] = regionsOf({ stepMetres: 1, weights: Float64Array.of(0, 1) }, [0.95]);
  expect([...(region?.mask ?? [])]).toEqual([0, 1]);
});

test("the point stands in the likelier of two places, not between them", () => {
  const weights = new Float64Array(21);
  weights[2] = 0.7;
  weights[18] = 0.3;
  const { x } = geometricMedian({ stepMetres: 1, columns: 21 }, weights);
  expect(x).toBeCloseTo(2.5, 0);
});

test("a region is drawn as one closed line for each island, holes the other way round", () => {
  const grid = { stepMetres: 2, columns: 5, rows: 3 };
  // Two islands that touch at a corner, and one with nothing in common.
  const mask = Uint8Array.of(1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
  expect(ringsOf(grid, mask)).toEqual([
    [
      [0, 0],
      [4, 0],
      [4, 2],
      [0, 2],
    ],
    [
      [4, 2],
      [6, 2],
      [6, 4],
      [4, 4],
    ],
    [
      [8, 0],
      [10, 0],
      [10, 2],
      [8, 2],
    ],
  ]);
  const ring = Uint8Array.of(1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0);
  const area = (points: Ring): number =>
    points.reduce((sum, [x, y], at) => {
      const [nextX, nextY] = points[(at + 1) % points.length] ?? [0, 0];
      return sum + (x * nextY - nextX * y) / 2;
    }, 0);
  expect(ringsOf(grid, ring).map(area)).toEqual([36, -4]);
  expect(ringsOf(grid, new Uint8Array(15))).toEqual([]);
});
