import { describe, expect, test } from "vitest";
import { Value } from "typebox/value";
import { CodeName } from "./brands.ts";
import { HealthMessage } from "./envelope.ts";
import * as problems from "./problems.ts";

const lists = Object.entries<unknown>(problems).filter((entry): entry is [string, string[]] => Array.isArray(entry[1]));

describe("the lists of what can be wrong", () => {
  test.each(lists)("%s names each code once, in the contract's spelling", (_name, codes) => {
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !Value.Check(CodeName("a code"), code))).toEqual([]);
  });

  test("a problem of a newer sensor, unknown here, is taken with its text; facts are few and short", () => {
    const { problems: list } = HealthMessage.properties.body.properties;
    const check = (facts: object): boolean => Value.Check(list, [{ code: "fan-stopped", text: "The fan.", facts }]);
    expect(check({ interface: "wlan1", seconds: 30 })).toBe(true);
    expect(check({ interface: "x".repeat(129) })).toBe(false);
    expect(check({ "3a:06:70:a7:97:b4": 1 })).toBe(false);
    expect(check(Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`fact-${"abcdefghi"[n]}`, n])))).toBe(false);
  });
});
