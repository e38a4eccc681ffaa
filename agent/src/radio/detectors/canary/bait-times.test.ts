import { expect, test } from "vitest";
import { BaitTimes } from "./bait-times.ts";

test("times of bait are kept to as many as a list may have, and those of what is bait no more go", () => {
  const times = new BaitTimes();
  for (let bait = 0; bait < 5_000; bait++) times.asked(bait, bait);
  expect(times.size).toBe(4_096);
  expect(times.forgotten).toBe(904);
  times.keep((bait) => bait >= 4_999);
  expect(times.size).toBe(1);
  expect(times.age(4_999, Number.NaN, 5_009)).toBe(10);
});

test("what somebody had before the first question is theirs, and what they repeat afterwards is not", () => {
  const times = new BaitTimes();
  times.elsewhere(1, Number.NaN, 50);
  times.asked(1, 100);
  expect(times.elsewhere(1, Number.NaN, 101)).toBe(false);
  times.asked(2, 100);
  expect(times.elsewhere(2, Number.NaN, 101)).toBe(true);
  times.asked(2, 200);
  expect(times.elsewhere(2, Number.NaN, 201)).toBe(true);
});
