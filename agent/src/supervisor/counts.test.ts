import { expect, test } from "vitest";
import { IntervalCounts, mergeCounts } from "./counts.ts";

test("totals become counts of the interval, over a restart of their process too", () => {
  const counts = new IntervalCounts();
  counts.update({ kernel: 5 });
  counts.update({ kernel: 7 });
  expect(counts.take()).toEqual({ kernel: 7 });
  counts.update({ kernel: 9 });
  counts.restart();
  counts.update({ kernel: 3 });
  expect(counts.take()).toEqual({ kernel: 5 });
  expect(counts.take()).toEqual({});
});

test("a process that names ever new reasons fills no memory", () => {
  const counts = new IntervalCounts();
  for (let round = 0; round < 10; round += 1)
    counts.update(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`reason-${round}-${index}`, 1])));
  expect(Object.keys(counts.take())).toHaveLength(256);
  counts.update({ "reason-0-0": 3 });
  expect(counts.take()).toEqual({ "reason-0-0": 2 });
});

test("a key that the contract does not know is counted as other", () => {
  expect(mergeCounts({ kernel: 1, "02:00:00:00:00:01": 2 }, { kernel: 2, none: 0 })).toEqual({ kernel: 3, other: 2 });
});

test("no more keys leave than the contract takes", () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`reason-${index}`, 1]));
  expect(Object.keys(mergeCounts(many))).toHaveLength(64);
  expect(mergeCounts(many)["other"]).toBe(37);
});
