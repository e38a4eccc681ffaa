import { describe, expect, test } from "vitest";
import { isS1g, nameElement } from "../../agent/src/radio/dot11/elements/element-names.ts";
import { frameOf } from "./octets.ts";

// Types that nobody sends: by the clause.
describe("IEEE 802.11-2020, 9.2.4.1.3: Type and Subtype", () => {
  const addresses = "ffffffffffff 02005e000001 02005e000001 0000";

  test("an S1G beacon (extension, subtype 1) is refused by its name, for 900 MHz is not heard here", () => {
    expect(frameOf("1c00 0000 02005e000001 00000000 01")).toBe("s1g-frame");
  });

  test.each([
    ["a reserved management subtype, 7", `7000 0000 ${addresses}`, "reserved-subtype"],
    ["a reserved management subtype, 15", `f000 0000 ${addresses}`, "reserved-subtype"],
    ["a reserved control subtype, 0", `0400 0000 ${addresses}`, "reserved-subtype"],
    ["a reserved data subtype, 13", `d800 0000 ${addresses}`, "reserved-subtype"],
    ["a reserved extension subtype, 2", `2c00 0000 ${addresses}`, "extension-frame"],
    ["a later protocol version", `8100 0000 ${addresses}`, "protocol-version"],
  ])("%s is skipped with its reason", (_, text, reason) => expect(frameOf(text)).toBe(reason));

  test("an element of S1G is called so, and one that nobody named by its number", () => {
    expect([217, 232].map(isS1g)).toEqual([true, true]);
    expect(nameElement(217)).toBe("S1G element 217");
    expect(nameElement(2)).toBe("element 2");
    expect(nameElement(255, 107)).toBe("Multi-Link");
    expect(nameElement(255, 250)).toBe("extension 250");
  });
});
