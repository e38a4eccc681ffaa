import { expect, test } from "vitest";
import { fieldText, fieldTextIn, instantOf, zoneName } from "./field-time.ts";

const AT = Date.parse("2026-11-24T16:05:30.000Z");

test("what is typed is read in the venue's zone, and proposed in it, wherever the browser stands", () => {
  expect(fieldText(AT, "Asia/Shanghai")).toBe("2026-11-25T00:05");
  expect(fieldTextIn(1, 8, AT, "Asia/Shanghai")).toBe("2026-11-26T08:00");
  expect(instantOf("2026-12-31T23:59", "Asia/Shanghai")).toBe("2026-12-31T15:59:00.000Z");
  expect(instantOf("2026-12-31T23:59", "America/New_York")).toBe("2027-01-01T04:59:00.000Z");
  expect(zoneName("Asia/Shanghai", AT, "en")).toBe("China Standard Time");
});

test("on the days on which clocks are changed, too", () => {
  // Berlin, 29 March 2026: 02:00 becomes 03:00; 25 October: 03:00 becomes 02:00.
  expect(instantOf("2026-03-29T01:59", "Europe/Berlin")).toBe("2026-03-29T00:59:00.000Z");
  expect(instantOf("2026-03-29T03:00", "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
  expect(instantOf("2026-10-25T01:59", "Europe/Berlin")).toBe("2026-10-24T23:59:00.000Z");
  expect(instantOf("2026-10-25T03:00", "Europe/Berlin")).toBe("2026-10-25T02:00:00.000Z");
});

test("an empty field says no time, and a zone that nobody knows stops no page", () => {
  for (const text of ["", "soon", "2026-13-01T00:00"]) expect(instantOf(text, "Asia/Shanghai")).toBeUndefined();
  expect(instantOf("2026-12-31T23:59", "Beijing")).toBe("2026-12-31T23:59:00.000Z");
});
