import { expect, test } from "vitest";
import { isTooDeep, MOST_DEPTH } from "./json-depth.ts";

const deep = (text: string): boolean => isTooDeep(Buffer.from(text));

test("what is nested as deep as allowed passes, one level more does not", () => {
  expect(deep("[".repeat(MOST_DEPTH) + "]".repeat(MOST_DEPTH))).toBe(false);
  expect(deep("[".repeat(MOST_DEPTH + 1))).toBe(true);
  expect(deep('{"a":'.repeat(100_000))).toBe(true);
});

test("brackets in a text are text, whatever is escaped in it", () => {
  expect(deep(JSON.stringify({ text: "[".repeat(1000), more: '\\"[{'.repeat(1000) }))).toBe(false);
  expect(deep(`"\\\\",${"[".repeat(MOST_DEPTH + 1)}`)).toBe(true);
});

test("lists side by side are not deep", () => {
  expect(deep(JSON.stringify(Array.from({ length: 10_000 }, () => [{}])))).toBe(false);
});
