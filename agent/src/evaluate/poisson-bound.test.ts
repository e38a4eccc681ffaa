import { expect, test } from "vitest";
import { upperExpectation } from "./poisson-bound.ts";

test("bounds are those of the tables of Garwood", () => {
  expect(upperExpectation(0)).toBeCloseTo(2.996, 3);
  expect(upperExpectation(1)).toBeCloseTo(4.744, 3);
  expect(upperExpectation(10)).toBeCloseTo(16.962, 3);
});
