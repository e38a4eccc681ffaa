import { expect, test } from "vitest";
import { brokerWaits, retrySchedule } from "./retry-schedule.ts";

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

test("a broker that was away is asked again before half of that time has passed once more", () => {
  for (const jitter of [0, 0.5, 1]) {
    const waits = brokerWaits(() => jitter);
    let [at, wait] = [0, waits.next().value];
    for (; wait < 30_000; wait = waits.next().value) {
      expect(wait).toBeLessThanOrEqual(1010 + at / 2);
      at += wait;
    }
    expect(at).toBeGreaterThan(50_000);
  }
});

test("waits for a broker end at a minute", () => {
  const waits = brokerWaits(() => 1);
  expect(Math.max(...Array.from({ length: 40 }, () => waits.next().value))).toBe(60_000);
});
