import type { SuspectChange, SuspectPast } from "@probewarden/contract";
import { expect, test } from "vitest";
import { busiestHour, hoursOf } from "./week.ts";
import { changeInstants, lastChanges, scoreLine, spanAt, unobservedSpans } from "./moments.ts";

const MINUTE = 60_000;
const span = (from: number, until: number, scoreDb: number, over: Partial<SuspectPast["spans"][number]> = {}) => ({
  fromMs: from * MINUTE,
  untilMs: until * MINUTE,
  state: "active" as const,
  band: "suspected" as const,
  scoreDb,
  settled: false,
  ...over,
});
const past: SuspectPast = {
  suspectId: "box",
  fromMs: 0,
  toMs: 60 * MINUTE,
  spans: [span(10, 20, 12), span(20, 30, 22, { state: "unobserved" }), span(40, 60, 14)],
  places: [],
};
const change = (minute: number, code: string): SuspectChange => ({
  at: new Date(minute * MINUTE).toISOString(),
  state: "active",
  band: "suspected",
  scoreDb: 12,
  codes: [code],
});

test("the score is drawn in steps, with a gap where it had ended", () => {
  expect(scoreLine(past)).toEqual([
    [600, 1200, 1800, 1800.001, 2400, 3600],
    [12, 22, 22, null, 14, 14],
  ]);
  expect(unobservedSpans(past)).toEqual([[20 * MINUTE, 30 * MINUTE]]);
});

test("at an instant that is known which was known then, and the end is the present", () => {
  const scores = [5, 10, 20, 30, 35, 59, 60].map((minute) => spanAt(past, minute * MINUTE)?.scoreDb);
  expect(scores).toEqual([undefined, 12, 22, undefined, undefined, 14, 14]);
  expect(spanAt({ ...past, spans: past.spans.slice(0, 2) }, past.toMs)).toBeUndefined();
});

test("what changed is stepped through in order, once each, and what was last known of it is told", () => {
  const changes = [change(45, "b"), change(44.5, "c"), change(20, "a"), change(-3, "x")];
  expect(changeInstants(past, changes).map((at) => at / MINUTE)).toEqual([10, 20, 30, 40, 44.5, 45]);
  expect(lastChanges(changes, 30 * MINUTE).map(({ codes }) => codes[0])).toEqual(["a"]);
  expect(lastChanges(changes, 50 * MINUTE).map(({ codes }) => codes[0])).toEqual(["b", "c"]);
  expect(lastChanges([], 50 * MINUTE)).toEqual([]);
});

test("an hour of the week in which nobody listened says nothing, and the busiest is by share of what was listened", () => {
  const listened = Array.from({ length: 168 }, () => 60);
  const heard = Array.from({ length: 168 }, () => 0);
  listened[0] = 0;
  heard[24 + 14] = 50;
  heard[30] = 6;
  listened[30] = 6;
  const hours = hoursOf({ heardMinutes: heard, listenedMinutes: listened });
  expect(hours[0]?.[0]).toEqual({ heard: 0, listened: 0, share: undefined });
  expect(hours[1]?.[14]?.share).toBeCloseTo(50 / 60);
  // Six minutes are too few to name an hour by.
  expect(busiestHour(hours)).toEqual({ weekday: 1, hour: 14 });
  expect(busiestHour(hoursOf({ heardMinutes: heard.map(() => 0), listenedMinutes: listened }))).toBeUndefined();
});
