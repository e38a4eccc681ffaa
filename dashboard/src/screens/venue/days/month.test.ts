import { expect, test } from "vitest";
import { addMonths, dateOf, dayForKey, weeksOf } from "./month.ts";

test("a month is shown in whole weeks from Monday on", () => {
  const november = weeksOf("2026-11-23");
  expect([november[0]?.[0], november.at(-1)?.at(-1), november.length]).toEqual(["2026-10-26", "2026-12-06", 6]);
  // A February of four weeks that begins with a Monday.
  expect(weeksOf("2027-02-10").map((week) => week[0])).toEqual([
    "2027-02-01",
    "2027-02-08",
    "2027-02-15",
    "2027-02-22",
  ]);
  for (let month = 1; month <= 12; month += 1)
    expect(weeksOf(`2028-${String(month).padStart(2, "0")}-15`).length).toBeLessThanOrEqual(6);
});

test("keys lead by days, weeks and months, and a shorter month ends earlier", () => {
  const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "x"];
  expect(keys.map((key) => dayForKey(key, "2027-01-01"))).toEqual([
    "2026-12-31",
    "2027-01-02",
    "2026-12-25",
    "2027-01-08",
    "2026-12-28",
    "2027-01-03",
    "2026-12-01",
    "2027-02-01",
    undefined,
  ]);
  expect(addMonths("2026-10-31", 1)).toBe("2026-11-30");
  expect(addMonths("2028-03-31", -1)).toBe("2028-02-29");
});

test("an instant is on the day that the venue's clocks say", () => {
  const at = Date.parse("2026-11-23T17:00:00Z");
  expect(dateOf(at, "Asia/Shanghai")).toBe("2026-11-24");
  expect(dateOf(at, "UTC")).toBe("2026-11-23");
});
