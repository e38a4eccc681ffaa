import { expect, test } from "vitest";
import { ROLE_CODES, roleOf } from "./role-codes.ts";

test("a role is read as it was written, and as earlier versions wrote it", () => {
  for (const [role, code] of Object.entries(ROLE_CODES)) expect([roleOf(code), roleOf(role)]).toEqual([role, role]);
  expect(() => roleOf("x")).toThrow(/no role/);
});
