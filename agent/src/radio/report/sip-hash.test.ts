import { expect, test } from "vitest";
import { SipHash } from "./sip-hash.ts";

function hashOf(key: Buffer, address: number): string {
  const sip = new SipHash();
  sip.setKey(key);
  sip.hash(address);
  const octets = Buffer.alloc(8);
  octets.writeInt32LE(sip.low, 0);
  octets.writeInt32LE(sip.high, 4);
  return octets.toString("hex");
}

const KEY = Buffer.from("000102030405060708090a0b0c0d0e0f", "hex");

test("six octets give what the authors' implementation gives (vectors.h, the sixth)", () => {
  expect(hashOf(KEY, 0x00_01_02_03_04_05)).toBe("cee3fe586e46c9cb");
});

test("one bit of the key or of the address changes about half of the result", () => {
  const other = Buffer.from(KEY);
  other[7] = other[7]! ^ 1;
  const hashes = [
    hashOf(KEY, 0xff_ff_ff_ff_ff_ff),
    hashOf(KEY, 0xff_ff_ff_ff_ff_fe),
    hashOf(other, 0xff_ff_ff_ff_ff_ff),
  ];
  expect(new Set(hashes).size).toBe(3);
  const bits = (hex: string): bigint => BigInt(`0x${hex}`);
  const changed = (bits(hashes[0]!) ^ bits(hashes[1]!)).toString(2).replaceAll("0", "").length;
  expect(changed).toBeGreaterThan(16);
  expect(changed).toBeLessThan(48);
});

test("a key that is too short is refused", () => {
  expect(() => new SipHash().setKey(Buffer.alloc(15))).toThrow(RangeError);
});
