import { describe, expect, test } from "vitest";
import { asSeriesError } from "./influx-error.ts";
import { signalPoint } from "./influx-points.ts";

describe("an error of InfluxDB", () => {
  test.each([
    ["permanent", 'A 400 Bad Request error occurred: {"error":"partial write: field type conflict: input field"}'],
    ["full", "A 507 Insufficient Storage error occurred: engine: no space left on device"],
    ["unavailable", "A 503 Service Unavailable error occurred: timeout"],
    ["unavailable", "connect ECONNREFUSED 127.0.0.1:8086"],
  ])("is %s when it says %s", (kind, message) =>
    expect(asSeriesError(new Error(message), "influx://host/db").kind).toBe(kind),
  );

  test("keeps the refused line out of the log beyond its beginning", () => {
    expect(asSeriesError(new Error(`A 400 ${"x".repeat(400)}\nsecond line`), "influx").message).not.toMatch(
      /second|x{200}/,
    );
  });
});

test.each([
  ["venue", "mall\nalerts", "02:00:00:aa:bb:01", undefined],
  ["transmitter", "mall", "02:00:00:aa:bb:01\\", undefined],
  ["name", "mall", "02:00:00:aa:bb:01", "x\nalerts"],
])("a %s that could break a line is refused before the line is made", (_what, venueId, transmitter, name) => {
  const row = {
    minute: "2026-11-24T08:00:00.000Z",
    transmitter,
    role: "resident" as const,
    channelMhz: 2437,
    frames: 1,
    medianDbm: -50,
    p10Dbm: -50,
    p90Dbm: -50,
    ...(name === undefined ? {} : { name }),
  };
  expect(() => signalPoint(venueId, "north", row)).toThrow(RangeError);
});
