import type { Alert } from "@probewarden/contract";
import { expect, test } from "vitest";
import { untouched } from "../../api/test-alerts.ts";
import { EVERYTHING_OPEN, fits, MOST_SAVED, NOBODY, readSaved, withSaved, type InboxFilter } from "./inbox-filter.ts";

const looker = { me: "me", lookedAt: Date.parse("2026-11-24T00:00:00.000Z") };
const alert = (more: Partial<Alert>): Alert => ({
  alertId: "a",
  venueId: "mall",
  suspicion: "probe-box",
  band: "strong",
  ...untouched("2026-11-23T00:00:00.000Z"),
  delivery: "none",
  ...more,
});
const shown = (more: Partial<Alert>, filter: Partial<InboxFilter>): boolean =>
  fits(alert(more), { ...EVERYTHING_OPEN, ...filter }, looker);

test("each view holds what it says", () => {
  const closed = { state: "closed", stage: "closed" } as const;
  const later = { stage: "acknowledged", snoozedUntil: "2026-11-30T00:00:00.000Z" } as const;
  const mine = { stage: "in-work", assignee: "me" } as const;
  const views = (more: Partial<Alert>) =>
    (["open", "new", "mine", "changed", "snoozed", "settled"] as const).filter((view) => shown(more, { view }));
  expect(views({})).toEqual(["open", "new"]);
  expect(views(closed)).toEqual(["settled"]);
  expect(views(later)).toEqual(["snoozed"]);
  expect(views(mine)).toEqual(["open", "mine"]);
  expect(views({ ...mine, changedAt: "2026-11-25T00:00:00.000Z" })).toEqual(["open", "mine", "changed"]);
});

test("venue, band and whose it is narrow it down", () => {
  expect(shown({}, { venueId: "station" })).toBe(false);
  expect(shown({}, { band: "suspected" })).toBe(false);
  expect([shown({}, { assignee: NOBODY }), shown({ assignee: "me" }, { assignee: NOBODY })]).toEqual([true, false]);
});

test("a saved filter takes the place of one of the same name; there are so many, and what cannot be read is left out", () => {
  const one = { name: "夜班", filter: EVERYTHING_OPEN };
  expect(withSaved([one], { ...one, filter: { ...EVERYTHING_OPEN, band: "strong" } })).toHaveLength(1);
  let saved = readSaved(null);
  for (let at = 0; at <= MOST_SAVED; at++) saved = withSaved(saved, { ...one, name: `f${at}` });
  expect([saved.length, saved[0]?.name]).toEqual([MOST_SAVED, "f1"]);
  expect(readSaved(JSON.stringify([one, { name: 7 }, null, { name: "x", filter: { view: "all" } }]))).toEqual([one]);
  expect(readSaved("{")).toEqual([]);
});
