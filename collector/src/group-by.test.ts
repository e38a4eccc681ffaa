import { expect, test } from "vitest";
import { groupBy } from "./group-by.ts";

test("rows stand by their key, rows and keys in the order in which they came", () => {
  const groups = groupBy(["bee", "ant", "bat", "cow", "ape"], (word) => word[0]);
  expect([...groups]).toEqual([
    ["b", ["bee", "bat"]],
    ["a", ["ant", "ape"]],
    ["c", ["cow"]],
  ]);
  expect(groupBy([], String).size).toBe(0);
});
