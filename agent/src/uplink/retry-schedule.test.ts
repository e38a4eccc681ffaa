import { expect, test } from "vitest";
import { retrySchedule } from "./retry-schedule.ts";

const take = (count: number, jitter: number) => {
  const waits = retrySchedule({ firstMilliseconds: 1000, mostMilliseconds: 60_000, jitter: () => jitter });
  return Array.from({ length: count }, () => waits.next().value);
};

test("waits double up to the most", () => {
  expect(take(8, 1)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
});

test("jitter takes at most one half away", () => {
  expect(take(2, 0)).toEqual([500, 1000]);
});
