import { expect, test } from "vitest";
import { standsUntil } from "./stand-still.ts";

test("a person stands until the end of the first minute of which three quarters are spent there", () => {
  const minute = 60_000;
  expect(standsUntil(10 * minute)).toBe(11 * minute);
  expect(standsUntil(10 * minute + 15_000)).toBe(11 * minute);
  expect(standsUntil(10 * minute + 15_001)).toBe(12 * minute);
  expect(standsUntil(10 * minute + 59_000)).toBe(12 * minute);
});
