import { expect, test } from "vitest";
import { formatReport, type CheckState } from "./report.ts";

const lastLine = (...states: CheckState[]): string => {
  const checks = states.map((state, at) => ({ id: `check-${at}`, state, says: "it is so" }));
  const isWell = states.every((state) => state === "ok" || state === "warning");
  return formatReport({ checks, isWell }).trimEnd().split("\n").at(-1) ?? "";
};

test("the conclusion says no more than the lines above it", () => {
  expect(lastLine("ok", "ok")).toBe("This collector is well.");
  expect(lastLine("ok", "warning")).toBe("Nothing has failed; what is marked WARNING wants a look.");
  expect(lastLine("ok", "failed")).toMatch(/^This collector is not well/);
  expect(lastLine("warning", "unknown")).toBe("What is `unknown` could not be looked at.");
});

test("what a broker or a database says of itself is shown, and a terminal obeys none of it", () => {
  const report = {
    isWell: true,
    checks: [{ id: "broker", state: "ok" as const, says: "it says \u001b[2J\u202egood" }],
  };
  expect(formatReport(report)).toContain(String.raw`it says \u001b[2J\u202egood`);
});
