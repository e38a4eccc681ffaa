import { expect, test } from "vitest";
import { ApiFailure, asksAgain, isLate } from "./client.ts";

const failure = (status: number, code: string): ApiFailure => new ApiFailure(status, { code, detail: code, id: "id" });

test("a collector that is slow or has too much to do is late, one that refuses or fails is not", () => {
  for (const late of [failure(0, "no-answer-yet"), failure(408, "too-slow"), failure(503, "overloaded")])
    expect(isLate(late)).toBe(true);
  for (const other of [failure(0, "unreachable"), failure(500, "internal"), failure(503, "store-away"), new Error("x")])
    expect(isLate(other)).toBe(false);
});

test("what was not answered is asked again twice, what came at a bad moment five times, what was refused never", () => {
  const times = (what: unknown): number => [0, 1, 2, 3, 4, 5, 6].filter((count) => asksAgain(count, what)).length;
  expect(times(failure(0, "unreachable"))).toBe(2);
  expect(times(failure(503, "overloaded"))).toBe(5);
  expect(times(failure(403, "foreign-origin"))).toBe(0);
  expect(times(new Error("x"))).toBe(0);
});
