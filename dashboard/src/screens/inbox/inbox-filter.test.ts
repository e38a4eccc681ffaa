import { expect, test } from "vitest";
import { askedOf, countedBy, EVERYTHING_OPEN, MOST_SAVED, NOBODY, readSaved, withSaved } from "./inbox-filter.ts";

const looker = { me: "王敏 & 李强", lookedAt: 1_795_000_000_000 };

test("what is chosen is asked of the collector, and no more than that; who looks only where it matters", () => {
  expect(askedOf(EVERYTHING_OPEN, looker)).toBe("&view=open");
  const narrow = { ...EVERYTHING_OPEN, venueId: "mall", band: "strong", about: "camera", assignee: NOBODY } as const;
  expect(askedOf(narrow, looker)).toBe("&view=open&venueId=mall&band=strong&about=camera&assignee=");
  const asked = new URLSearchParams(askedOf({ ...EVERYTHING_OPEN, view: "mine" }, looker));
  expect(Object.fromEntries(asked)).toEqual({ view: "mine", person: looker.me, sinceMs: "1795000000000" });
  expect(countedBy(EVERYTHING_OPEN, looker)).toContain("sinceMs=1795000000000");
});

test("a saved filter takes the place of one of the same name; there are so many, and what cannot be read is left out", () => {
  const one = { name: "夜班", filter: EVERYTHING_OPEN };
  expect(withSaved([one], { ...one, filter: { ...EVERYTHING_OPEN, band: "strong" } })).toHaveLength(1);
  let saved = readSaved(null);
  for (let at = 0; at <= MOST_SAVED; at++) saved = withSaved(saved, { ...one, name: `f${at}` });
  expect([saved.length, saved[0]?.name]).toEqual([MOST_SAVED, "f1"]);
  expect(readSaved(JSON.stringify([one, { name: 7 }, null, { name: "x", filter: { view: "all" } }]))).toEqual([one]);
  expect(readSaved("{")).toEqual([]);
  const { about: _later, ...before } = EVERYTHING_OPEN;
  expect(readSaved(JSON.stringify([{ name: "夜班", filter: before }]))).toEqual([one]);
});
