import { expect, test } from "vitest";
import { octetsTurned, possibleAddresses, writtenAddresses } from "./spelled-addresses.ts";

const ADDRESS = 0x34145f_9a2b71;
const TURNED = 0x712b9a_5f1434;
const letters = (text: string): Buffer => Buffer.from(text, "latin1");

test.each(["34145f9a2b71", "34:14:5F:9A:2B:71", "34-14-5f-9a-2b-71", "3414.5f9a.2b71", "Shop 34145F9A2B71"])(
  "%s writes an address out",
  (name) => expect(writtenAddresses(letters(name))).toEqual([ADDRESS]),
);

test.each(["34145f9a2b7", "34145f9a2b710", "34145f x 9a2b71", "Tea", ""])("%s writes none", (name) =>
  expect(writtenAddresses(letters(name))).toEqual([]),
);

test.each(["34145f9a2b71", "71:2b:9a:5f:14:34", "face34145f9a2b7100"])("%s may be made of it", (name) =>
  expect(possibleAddresses(letters(name))).toContain(ADDRESS),
);

test.each(["34145f9a2b71", "00712b9a5f143499", "034145f9a2b710", "54656134145f9a2b71"])("so may the octets %s", (hex) =>
  expect(possibleAddresses(Buffer.from(hex, "hex"))).toContain(ADDRESS),
);

test("other octets, and too few, are not", () => {
  for (const hex of ["34145f9a2b", "34145f9a2b72ff", ""])
    expect(possibleAddresses(Buffer.from(hex, "hex"))).not.toContain(ADDRESS);
});

test("octets are turned round, not digits", () => {
  expect(octetsTurned(ADDRESS)).toBe(TURNED);
  expect(octetsTurned(0x0000_0000_0001)).toBe(0x0100_0000_0000);
});
