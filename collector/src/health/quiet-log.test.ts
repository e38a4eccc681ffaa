import { expect, test } from "vitest";
import { quietLog } from "./quiet-log.ts";

test("a database that is away for an hour is a handful of lines without a trace, and another failure a line of its own", () => {
  const lines: object[] = [];
  let now = 0;
  const failed = quietLog({ error: (fields) => lines.push(fields) }, () => now);
  for (; now < 3_600_000; now += 1_000) failed(Object.assign(new Error(`connect ${now}`), { code: "ECONNREFUSED" }));
  expect(lines).toHaveLength(6);
  expect(lines[0]).toEqual({ error: "Error: connect 0" });
  expect(lines[1]).toMatchObject({ timesSince: 599 });
  failed(new TypeError("x is undefined"));
  expect(lines.at(-1)).toMatchObject({ err: expect.any(TypeError) });
});

test("a thousand different failures are told, and remembered within a bound", () => {
  const lines: object[] = [];
  const failed = quietLog({ error: (fields) => lines.push(fields) }, () => 0);
  for (let i = 0; i < 1_000; i++) failed(new Error(`of ${"x".repeat(i % 500)}`));
  expect(lines.length).toBeGreaterThan(300);
});
