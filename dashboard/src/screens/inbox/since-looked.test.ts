import type { Alert } from "@probewarden/contract";
import { expect, test } from "vitest";
import { untouched } from "../../api/test-alerts.ts";
import { changedAfter } from "./since-looked.ts";

const LOOKED = Date.parse("2026-11-24T22:00:00.000Z");
const [BEFORE, AFTER] = ["2026-11-24T20:00:00.000Z", "2026-11-25T02:00:00.000Z"];
const alert = (more: Partial<Alert>): Alert => ({
  alertId: "a",
  venueId: "mall",
  ...untouched(BEFORE),
  delivery: "none",
  ...more,
});

test("what a person did themselves is no news to them", () => {
  expect(changedAfter(alert({ changedAt: AFTER, changedBy: "me" }), LOOKED, "me")).toBe(false);
  expect(changedAfter(alert({ changedAt: AFTER, changedBy: "other", stepBy: "me" }), LOOKED, "me")).toBe(true);
  expect([changedAfter(alert({ changedAt: AFTER }), LOOKED, "me"), changedAfter(alert({}), LOOKED, "me")]).toEqual([
    true,
    false,
  ]);
});
