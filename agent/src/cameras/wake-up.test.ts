import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WakeUp } from "./wake-up.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("a Hello ends the wait, the next within the hour ends it when the hour is over, and stopping ends it at once", () => {
  const wakeUp = new WakeUp(() => Date.now());
  const stop = new AbortController();
  const first = wakeUp.begin(stop.signal);
  wakeUp.call();
  vi.advanceTimersByTime(1);
  expect(first.signal.aborted).toBe(true);
  first.end();

  // Said while a round runs, and a thousand times more.
  for (let n = 0; n < 1_000; n++) wakeUp.call();
  const second = wakeUp.begin(stop.signal);
  vi.advanceTimersByTime(59 * 60_000);
  expect([second.signal.aborted, vi.getTimerCount()]).toEqual([false, 1]);
  vi.advanceTimersByTime(60_000);
  expect(second.signal.aborted).toBe(true);
  second.end();

  const third = wakeUp.begin(stop.signal);
  vi.advanceTimersByTime(24 * 60 * 60_000);
  expect(third.signal.aborted).toBe(false);
  stop.abort();
  expect(third.signal.aborted).toBe(true);
  third.end();
  expect(vi.getTimerCount()).toBe(0);
});
