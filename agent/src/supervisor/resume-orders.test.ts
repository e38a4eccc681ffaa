import { expect, test } from "vitest";
import { findingForTests } from "../uplink/messages-for-tests.ts";
import { resumeOrders } from "./resume-orders.ts";

test("a radio process is told that there is nothing to take back", () => {
  expect(resumeOrders([])).toEqual([{ type: "resume", findings: [], isLast: true }]);
});

test("many findings are told in several orders, none too long for a line, and the last one says so", () => {
  const findings = Array.from({ length: 30 }, (_, index) => ({
    ...findingForTests(`finding-${index}`),
    transmitters: Array.from({ length: 2000 }, () => "02:00:00:00:00:01"),
  }));
  const orders = resumeOrders(findings);
  expect(orders.flatMap((order) => order.findings)).toEqual(findings);
  expect(orders.length).toBeGreaterThan(4);
  expect(orders.map(({ isLast }) => isLast)).toEqual(orders.map((_, index) => index === orders.length - 1));
  for (const order of orders) expect(JSON.stringify(order).length).toBeLessThan(524_288);
});
