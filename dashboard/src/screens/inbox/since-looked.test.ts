import type { Alert } from "@probewarden/contract";
import { expect, test } from "vitest";
import { untouched } from "../../api/test-alerts.ts";
import { changedAfter, sinceLooked } from "./since-looked.ts";

const LOOKED = Date.parse("2026-11-24T22:00:00.000Z");
const [BEFORE, AFTER] = ["2026-11-24T20:00:00.000Z", "2026-11-25T02:00:00.000Z"];
const alert = (more: Partial<Alert>): Alert => ({
  alertId: "a",
  venueId: "mall",
  ...untouched(BEFORE),
  delivery: "none",
  ...more,
});

test("the morning says what the night brought: new, back, ended, otherwise changed, each once", () => {
  const night = [
    alert({}),
    alert({ openedAt: AFTER, raisedAt: AFTER, changedAt: AFTER, endedAt: AFTER }),
    alert({ changedAt: AFTER, raised: { at: AFTER, reasons: ["came-back"] } }),
    alert({ changedAt: AFTER, endedAt: AFTER }),
    alert({ changedAt: AFTER, stage: "acknowledged", stepBy: "other", stepAt: AFTER }),
  ];
  expect(sinceLooked(night, LOOKED, "me")).toEqual({ fresh: 1, back: 1, ended: 1, other: 1 });
});

test("what a person did themselves is no news to them", () => {
  expect(changedAfter(alert({ changedAt: AFTER, stepBy: "me", stepAt: AFTER }), LOOKED, "me")).toBe(false);
  expect(changedAfter(alert({ changedAt: AFTER, stepBy: "me", stepAt: BEFORE }), LOOKED, "me")).toBe(true);
});
