import type { SuspectChange } from "@probewarden/contract";
import { expect, test } from "vitest";
import { changeOf } from "./what-changed.ts";

const row = (codes: string[], sensorId: string | undefined = "door"): SuspectChange => ({
  at: "2026-11-24T06:05:00.000Z",
  ...(sensorId === undefined ? {} : { sensorId }),
  state: "active",
  band: "suspected",
  scoreDb: 16,
  codes,
});

test("a row says which evidence came and which went since the sensor's row before", () => {
  expect(changeOf(row(["burst", "sustained"]), row(["sustained", "persistent"]))).toEqual({
    appeared: ["burst"],
    gone: ["persistent"],
  });
});

test("of a first row all evidence has appeared", () => {
  expect(changeOf(row(["burst"]), undefined)).toEqual({ appeared: ["burst"], gone: [] });
});

test("a new place changes no evidence", () => {
  const { sensorId: _, ...place } = row([]);
  expect(changeOf(place, row(["burst"]))).toEqual({ appeared: [], gone: [] });
});
