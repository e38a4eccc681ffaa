import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { inParallel } from "./budget.ts";

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
