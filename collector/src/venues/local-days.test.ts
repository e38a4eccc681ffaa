import { expect, test } from "vitest";
import { localDays } from "./local-days.ts";

const at = (text: string): number => Date.parse(text);
const HOUR = 3_600_000;

test("a day begins at midnight of the zone, and one joins the other", () => {
  expect(localDays({ from: "2026-11-23", to: "2026-11-24" }, "Asia/Shanghai")).toEqual([
    { date: "2026-11-23", fromMs: at("2026-11-22T16:00:00Z"), untilMs: at("2026-11-23T16:00:00Z") },
    { date: "2026-11-24", fromMs: at("2026-11-23T16:00:00Z"), untilMs: at("2026-11-24T16:00:00Z") },
  ]);
  const [utc] = localDays({ from: "2026-02-28", to: "2026-02-28" }, "UTC");
  expect(utc).toMatchObject({ fromMs: at("2026-02-28T00:00:00Z"), untilMs: at("2026-03-01T00:00:00Z") });
});

test("where clocks change a day has 23 or 25 hours, and no hour is lost between two", () => {
  const hours = (from: string, to: string) =>
    localDays({ from, to }, "Europe/Berlin").map((day) => (day.untilMs - day.fromMs) / HOUR);
  expect(hours("2026-03-28", "2026-03-30")).toEqual([24, 23, 24]);
  expect(hours("2026-10-24", "2026-10-26")).toEqual([24, 25, 24]);
  const days = localDays({ from: "2026-10-20", to: "2026-11-05" }, "America/New_York");
  days.slice(1).forEach((day, index) => expect(day.fromMs).toBe(days[index]?.untilMs));
});
