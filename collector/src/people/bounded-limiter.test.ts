import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BoundedLimiter } from "./bounded-limiter.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const BUDGET = { points: 2, seconds: 60 };

test("a budget is used up, comes back when its time is over, and what is given back costs nothing", async () => {
  const limiter = new BoundedLimiter(BUDGET);
  expect([await limiter.take("a"), await limiter.take("a"), await limiter.take("a")]).toEqual([0, 0, 60_000]);
  expect(await limiter.take("b")).toBe(0);
  vi.advanceTimersByTime(60_001);
  expect(await limiter.take("a")).toBe(0);
  await limiter.giveBack("a");
  expect([await limiter.take("a"), await limiter.take("a")]).toEqual([0, 0]);
});

test("it remembers a stated number of keys, and forgets the one that was touched longest ago", async () => {
  const limiter = new BoundedLimiter(BUDGET, 3);
  for (const key of ["victim", "victim", "x", "y"]) await limiter.take(key);
  // Who is refused is touched too, so a flood of other keys does not free it.
  expect(await limiter.take("victim")).toBeGreaterThan(0);
  for (const key of ["z", "w"]) await limiter.take(key);
  expect(limiter.keys).toBe(3);
  expect(await limiter.take("victim")).toBeGreaterThan(0);
});
