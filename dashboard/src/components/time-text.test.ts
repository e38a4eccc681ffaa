import { expect, test } from "vitest";
import { clockTime, exactTime } from "./time-text.ts";

const AT = Date.parse("2026-11-24T08:05:00.000Z");

test("the time is the venue's, and a zone that nobody knows stops no page", () => {
  expect(clockTime(AT, AT, "Asia/Shanghai", "en")).toBe("16:05");
  for (const zone of ["Beijing", "", "constructor", "+99:00", "Asia/\u0000"]) {
    expect(clockTime(AT, AT, zone, "en")).toMatch(/^\d\d:05$/);
    expect(exactTime(AT, zone, "zh-CN")).toMatch(/^2026年\d+月\d+日 \d\d:\d\d:\d\d \S+$/);
  }
  expect(clockTime(AT, AT, "Beijing", "en")).toBe("08:05");
  expect(exactTime(AT, "Beijing", "en")).toContain("UTC");
});
