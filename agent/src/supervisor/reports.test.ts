import { expect, test } from "vitest";
import { AT, findingForTests } from "../uplink/messages-for-tests.ts";
import { readReport } from "./reports.ts";

test("a part says only what it may say", () => {
  const message = { type: "finding", at: AT, body: findingForTests("finding-one") };
  expect(readReport("radio", message)).toEqual({ part: "radio", report: message });
  expect(readReport("cameras", message)).toBe("invalid-report");
  expect(readReport("radio", { type: "constructor" })).toBe("invalid-report");
  expect(readReport("radio", null)).toBe("invalid-report");
});

test("a finding with one field too many goes no further", () => {
  const body = { ...findingForTests("finding-one"), receiver: "02:00:00:00:00:02" };
  expect(readReport("radio", { type: "finding", at: AT, body })).toBe("invalid-finding");
});
