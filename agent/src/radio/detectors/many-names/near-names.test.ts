import { describe, expect, test } from "vitest";
import { isUnwritten, mayBeOneName } from "./near-names.ts";

const SUPPORTED_RATES = 1;
/** The first stands behind something in a frame, and both have something behind them. */
const inFrame = (left: Uint8Array, right: Uint8Array): boolean =>
  mayBeOneName(
    Uint8Array.from([0, left.length, ...left, SUPPORTED_RATES]),
    2,
    left.length,
    Uint8Array.from([SUPPORTED_RATES, ...right, SUPPORTED_RATES]),
    1,
    right.length,
  );
const unwritten = (name: string | Uint8Array): boolean => {
  const octets = Buffer.from(name);
  return isUnwritten(Uint8Array.from([0, octets.length, ...octets, SUPPORTED_RATES]), 2, octets.length);
};
const one = (left: string | Uint8Array, right: string | Uint8Array): boolean =>
  inFrame(Buffer.from(left), Buffer.from(right));
const GBK = Buffer.from("cef7b2cdcce5d1e9b5ea", "hex");

test.each(["LeafTea 2F", "CMU", "eduroam", "咖啡 二楼", GBK])(
  "%s with any one bit wrong, or the bits of a burst, is itself",
  (name) => {
    const octets = Buffer.from(name);
    for (let bit = 0; bit < octets.length * 8; bit++) {
      const damaged = Buffer.from(octets);
      for (const behind of [0, 4, 7]) {
        const at = (bit + behind) >> 3;
        if (at < damaged.length) damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << ((bit + behind) & 7)), at);
      }
      expect(inFrame(damaged, octets)).toBe(true);
    }
  },
);

test("the beginning of a name, and a name that reaches into what follows, is that name", () => {
  expect(one("Harb", "Harbour Guest")).toBe(true);
  expect(one("Harbour Guest", "Harbour Guest\x01\x08\x82")).toBe(true);
  expect(one("", "Harbour Guest")).toBe(false);
});

describe("names that were chosen have nothing in common", () => {
  const names = [
    "hotel 83",
    "guest_46",
    "home-21x",
    "市场32",
    "Käse 99",
    "kiosk-12",
    "print-rm",
    "STARBUCK",
    "xfinity0",
  ];
  for (const left of names)
    for (const right of names)
      if (left < right) test(`${left} and ${right}`, () => expect(one(left, right)).toBe(false));
});

test("nobody writes octets that are no characters into a name", () => {
  for (const octets of ["\0\0\x04\0", "\x01\x08\x82\x84", "a\x7fb"])
    expect(unwritten(Buffer.from(octets, "latin1"))).toBe(true);
  for (const name of ["Café", "咖啡 ☕", GBK, " "]) expect(unwritten(name)).toBe(false);
});
