import { expect, test } from "vitest";
import { beepEvery } from "./beeps.ts";

test("the nearer, the faster: evenly in decibels, and never so fast or slow that it says nothing", () => {
  expect([-120, -90, -62.5, -35, 0].map(beepEvery)).toEqual([1_500, 1_500, 825, 150, 150]);
});
