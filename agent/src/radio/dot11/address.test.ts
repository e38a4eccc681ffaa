import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  bitsApart,
  BROADCAST,
  isGroup,
  isLocallyAdministered,
  parseAddress,
  readAddress,
  spellAddress,
} from "./address.ts";
import { hex } from "./octets-for-tests.ts";

test("an address is one number, first octet highest", () => {
  expect(readAddress(hex("00 ff eeddccbbaa"), 1)).toBe(0xff_ee_dd_cc_bb_aa);
});

test("an address with leading zeros is spelled with all its digits", () => {
  expect(spellAddress(0x1)).toBe("00:00:00:00:00:01");
});

test("any six octets are spelled and parsed back to the same number", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (octets) => {
      const address = readAddress(octets, 0);
      const spelled = spellAddress(address);
      expect(spelled).toBe(Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join(":"));
      expect(parseAddress(spelled)).toBe(address);
      expect(isGroup(address)).toBe(((octets[0] ?? 0) & 1) !== 0);
      expect(isLocallyAdministered(address)).toBe(((octets[0] ?? 0) & 2) !== 0);
    }),
  );
});

test("hyphens and capitals are an address too, eleven digits are none", () => {
  expect(parseAddress("FF-FF-FF-FF-FF-FF")).toBe(BROADCAST);
  expect(parseAddress("ff:ff:ff:ff:ff:f")).toBeUndefined();
});

test("two addresses differ in as many bits as were hit, in either half", () => {
  expect(bitsApart(0x0c43_9a6a_fb01, 0x0c43_9a6a_fb01)).toBe(0);
  expect(bitsApart(0x0000_0000_0000, 0xffff_ffff_ffff)).toBe(48);
  for (let bit = 0; bit < 48; bit++) expect(bitsApart(0x8c43_9a6a_fb01, flipped(0x8c43_9a6a_fb01, bit))).toBe(1);
  expect(bitsApart(0x8000_8000_0000, 0x0000_0000_0001)).toBe(3);
});

function flipped(address: number, bit: number): number {
  return Number(BigInt(address) ^ (1n << BigInt(bit)));
}
