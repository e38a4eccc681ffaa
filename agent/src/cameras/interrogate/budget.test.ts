import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { BurstBudget, inParallel } from "./budget.ts";

test("no more than the limit is under way, and results stand in order", async () => {
  let under = 0;
  let most = 0;
  const results = await inParallel([5, 1, 4, 2, 3, 0], 2, async (milliseconds) => {
    most = Math.max(most, ++under);
    await sleep(milliseconds);
    under--;
    return milliseconds;
  });
  expect(results).toEqual([5, 1, 4, 2, 3, 0]);
  expect(most).toBe(2);
});

test("six packets go out on an interface in ten minutes, then again six", () => {
  let now = 0;
  const budget = new BurstBudget(() => now);
  const taken = (): number => Array.from({ length: 9 }, () => budget.take("10.0.0.2")).filter(Boolean).length;
  expect(taken()).toBe(6);
  now = 9 * 60_000;
  expect(taken()).toBe(0);
  now = 10 * 60_000;
  expect(taken()).toBe(6);
});
