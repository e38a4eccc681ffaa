import { expect, test } from "vitest";
import { nameInHex, typedName } from "./name-octets.ts";

test("a name that is typed is its octets in UTF-8, 32 at most", () => {
  expect([nameInHex("Mall"), nameInHex("茶"), nameInHex("")]).toEqual(["4d616c6c", "e88cb6", ""]);
  expect([nameInHex("a".repeat(32))?.length, nameInHex("a".repeat(33)), nameInHex("茶".repeat(11))]).toEqual([
    64,
    undefined,
    undefined,
  ]);
});

test("a name that cannot be typed is not offered to be", () => {
  expect([typedName("e88cb6"), typedName("fffe"), typedName("e280ae41"), typedName("0a")]).toEqual([
    "茶",
    undefined,
    undefined,
    undefined,
  ]);
});
