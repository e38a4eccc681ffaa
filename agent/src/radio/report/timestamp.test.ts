import { Timestamp } from "@probewarden/contract";
import { Value } from "typebox/value";
import { expect, test } from "vitest";
import { timestamp } from "./timestamp.ts";

test("a capture time is an instant of the contract", () => {
  expect(timestamp(1_800_000_000.25)).toBe("2027-01-15T08:00:00.250Z");
});

test.each([Number.NaN, Infinity, -1, 1e300, 253_402_300_800, 253_402_300_799.999])(
  "and whatever a capture states instead of a time is one too: %s",
  (atSeconds) => expect(Value.Check(Timestamp("an instant"), timestamp(atSeconds))).toBe(true),
);

test("a year of five digits is not cut to one of four", () => {
  expect(timestamp(253_402_300_800)).toBe("1970-01-01T00:00:00.000Z");
});
