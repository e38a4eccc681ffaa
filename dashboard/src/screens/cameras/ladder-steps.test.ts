import { expect, test } from "vitest";
import { rungsOf, wholeLadder } from "./ladder-steps.ts";

test("a category that nothing proves is unknown, never absent", () => {
  const ladder = wholeLadder([{ category: "people-counting", step: "advertised", proofs: [] }]);
  expect(ladder).toHaveLength(9);
  expect(ladder.find(({ category }) => category === "face-recognition")?.step).toBe("unknown");
});

test("unknown has climbed no rung, advertised two", () => {
  expect(rungsOf("unknown")).toBe(0);
  expect(rungsOf("advertised")).toBe(2);
});
