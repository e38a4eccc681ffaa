import { expect, test } from "vitest";
import { minutesByHour, weekHours } from "./presence-week.ts";

const at = (text: string): number => Date.parse(text);

test("the hour of the week is told in the venue's zone, Monday 00:00 first", () => {
  const shanghai = weekHours("Asia/Shanghai");
  // A Sunday evening in UTC is Monday there.
  expect(shanghai(at("2026-11-22T16:00:00Z"))).toBe(0);
  expect(shanghai(at("2026-11-22T15:59:59Z"))).toBe(167);
  expect(shanghai(at("2026-11-24T06:20:00Z"))).toBe(24 + 14);
});

test("a zone of three quarters of an hour divides where its hours do", () => {
  const kathmandu = weekHours("Asia/Kathmandu");
  expect(kathmandu(at("2026-11-23T00:10:00Z"))).toBe(5);
  expect(kathmandu(at("2026-11-23T00:15:00Z"))).toBe(6);
});

test("an hour that a clock shows twice is one, and one that it leaves out is empty", () => {
  const berlin = weekHours("Europe/Berlin");
  const steps = Array.from({ length: 24 }, (_, step) => at("2026-10-25T00:00:00Z") + step * 300_000);
  const minutes = minutesByHour(steps, 300_000, berlin);
  // 02:00 to 03:00 came twice on that Sunday.
  expect(minutes[6 * 24 + 2]).toBe(120);
  expect(minutes.reduce((sum, each) => sum + each, 0)).toBe(120);
});
