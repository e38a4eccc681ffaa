import { expect, test } from "vitest";
import { geometricMedian } from "./geometric-median.ts";
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
