import { COLLECTOR_PROBLEM_CODES } from "@probewarden/contract";
import { expect, test } from "vitest";
import { freshnessOf, freshnessWith } from "./collector-state.ts";

const fault = (code: string) => ({ code, text: code });

test("slowness is no fault of what is shown, and a certificate that ends has nothing to do with it", () => {
  expect(freshnessOf([fault("disk-slow"), fault("certificate-ends")])).toBe("late");
  expect(freshnessOf([fault("certificate-ends")])).toBe("fresh");
  expect(freshnessOf([])).toBe("fresh");
});

test("a store that fails, a broker that is away, and what nobody here knows, may keep anything from updating", () => {
  for (const code of ["state-store-fails", "broker-away", "never-heard-of"])
    expect(freshnessOf([fault("disk-slow"), fault(code)])).toBe("stale");
});

test("every code that is sorted here is one of the contract's", () => {
  const sorted = COLLECTOR_PROBLEM_CODES.filter((code) => freshnessWith(code) !== "stale");
  expect(sorted).toHaveLength(14);
});
