import { expect, test } from "vitest";
import { heldUntil, wants } from "./rules.ts";
import { EVERYTHING } from "./test-channels.ts";
import { makeLine } from "./test-notice.ts";

const at = (iso: string): number => Date.parse(iso);
const until = (rules: object, zone: string, iso: string): string | undefined => {
  const held = heldUntil({ ...EVERYTHING, ...rules }, zone, at(iso));
  return held === undefined ? undefined : new Date(held).toISOString();
};
const NIGHT = { quiet: { from: "22:00", until: "07:00" } };

test("quiet hours are those of the venue's clock, over midnight", () => {
  // 22:30 and 06:59 in Shanghai.
  expect(until(NIGHT, "Asia/Shanghai", "2026-11-24T14:30:00.000Z")).toBe("2026-11-24T23:00:00.000Z");
  expect(until(NIGHT, "Asia/Shanghai", "2026-11-24T22:59:59.000Z")).toBe("2026-11-24T23:00:00.000Z");
  expect(until(NIGHT, "Asia/Shanghai", "2026-11-24T23:00:00.000Z")).toBeUndefined();
  expect(until(NIGHT, "Asia/Urumqi", "2026-11-24T14:30:00.000Z")).toBeUndefined();
  expect(until({ quiet: { from: "12:00", until: "14:00" } }, "UTC", "2026-11-24T13:00:30.000Z")).toBe(
    "2026-11-24T14:00:00.000Z",
  );
});

test("a night in which clocks change is as long as its clocks say, and a zone that nobody knows is UTC", () => {
  // Clocks go back at 03:00 on 2026-10-25, and forward at 02:00 on 2026-03-29.
  expect(until(NIGHT, "Europe/Berlin", "2026-10-24T21:00:00.000Z")).toBe("2026-10-25T06:00:00.000Z");
  expect(until(NIGHT, "Europe/Berlin", "2026-03-28T22:00:00.000Z")).toBe("2026-03-29T05:00:00.000Z");
  expect(until(NIGHT, "Beijing", "2026-11-24T23:00:00.000Z")).toBe("2026-11-25T07:00:00.000Z");
});

test("a digest waits for the full hour or for its time of the day, and for the end of the quiet hours", () => {
  expect(until({ digest: "hourly" }, "Asia/Shanghai", "2026-11-24T08:10:00.000Z")).toBe("2026-11-24T09:00:00.000Z");
  expect(until({ digest: "daily" }, "Asia/Shanghai", "2026-11-24T08:10:00.000Z")).toBe("2026-11-25T00:00:00.000Z");
  expect(until({ digest: "daily", digestAt: "18:30" }, "Asia/Shanghai", "2026-11-24T08:10:00.000Z")).toBe(
    "2026-11-24T10:30:00.000Z",
  );
  expect(until({ digest: "hourly", ...NIGHT }, "Asia/Shanghai", "2026-11-24T13:30:00.000Z")).toBe(
    "2026-11-24T23:00:00.000Z",
  );
  expect(until({}, "Asia/Shanghai", "2026-11-24T14:30:00.000Z")).toBeUndefined();
});

test("a channel tells of its venues, suspicions and bands, and of cameras and outages where it is to", () => {
  const suspect = makeLine();
  const data = (change: object) => ({ data: { ...suspect.data, ...change } });
  const told = (rules: object, change: object = {}): boolean => wants({ ...EVERYTHING, ...rules }, data(change));
  expect(told({})).toBe(true);
  expect(told({ venueIds: ["other"] })).toBe(false);
  expect(told({ venueIds: ["mall", "other"] })).toBe(true);
  expect(told({ suspicions: ["impostor"] })).toBe(false);
  expect(told({ suspicions: [] })).toBe(false);
  expect(told({ band: "strong" }, { band: "suspected" })).toBe(false);
  expect(told({ band: "strong" })).toBe(true);
  const camera = { cameraId: "cam", category: "gait", step: "enabled", from: "unknown" };
  expect(told({ cameras: false }, camera)).toBe(false);
  expect(told({ suspicions: [], band: "strong" }, camera)).toBe(true);
  const outage = { outageId: "o", kind: "venue-dark", venueId: "mall", sensors: [], openedAt: "" };
  expect(wants({ ...EVERYTHING, outages: false }, { data: outage as never })).toBe(false);
  expect(wants({ ...EVERYTHING, suspicions: [] }, { data: outage as never })).toBe(true);
  // Of no one venue: whoever is to hear of one venue only is not told.
  const { venueId: _, ...ofNone } = outage;
  expect(wants({ ...EVERYTHING, venueIds: ["mall"] }, { data: ofNone as never })).toBe(false);
});
