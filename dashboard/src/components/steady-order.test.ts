import { expect, test } from "vitest";
import { inOrder } from "./steady-order.ts";

const order = (rows: string, before: string): string =>
  inOrder(rows.split(""), before.split(""), (row) => row).join("");

test("rows stay where they were, new ones come behind them in their own order, and those that went leave no gap", () => {
  expect(order("cab", "abc")).toBe("abc");
  expect(order("xcaby", "abc")).toBe("abcxy");
  expect(order("ca", "abc")).toBe("ac");
  expect(order("ab", "")).toBe("ab");
});
