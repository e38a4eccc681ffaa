import type { Alert } from "@probewarden/contract";
import { expect, test } from "vitest";
import { inReadOrder, newestOf } from "./inbox-rows.ts";
import { untouched } from "./test-alerts.ts";

const row = (alertId: string, revision = 1): Alert => ({
  alertId,
  venueId: "mall",
  ...untouched("2026-11-24T08:00:00.000Z"),
  revision,
  delivery: "none",
});
const ids = (rows: readonly Alert[]): string => rows.map(({ alertId, revision }) => `${alertId}${revision}`).join(" ");

test("an answer keeps the places of what is read: what is gone goes, what is new stands where the collector has it", () => {
  const read = ["a", "b", "c"].map((id) => row(id));
  expect(ids(inReadOrder(read, [row("c"), row("b", 2), row("d")]))).toBe("b2 d1 c1");
  expect(
    ids(
      inReadOrder(
        read,
        ["new", "a", "mid", "b", "c"].map((id) => row(id)),
      ),
    ),
  ).toBe("new1 a1 mid1 b1 c1");
  expect(ids(inReadOrder([], read))).toBe("a1 b1 c1");
  expect(inReadOrder(read, [])).toEqual([]);
});

test("of what was told of an alert the later stands, whichever came first", () => {
  expect(ids(newestOf([row("a", 2), row("b")], [row("a", 1), row("b", 3), row("c")]))).toBe("a2 b3");
});
