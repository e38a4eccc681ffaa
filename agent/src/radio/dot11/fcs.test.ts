import * as fc from "fast-check";
import { expect, test } from "vitest";
import { computeFcs } from "./fcs.ts";

test("the check value of CRC-32 comes out", () => {
  const octets = Uint8Array.from(Buffer.from("..123456789.."));
  expect(computeFcs(octets, 2, octets.length - 2)).toBe(0xcbf4_3926);
});

/** The definition, bit by bit: slow, and plainly right. */
function byDefinition(octets: Uint8Array): number {
  let remainder = 0xffff_ffff;
  for (const octet of octets) {
    remainder ^= octet;
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb8_8320 : remainder >>> 1;
  }
  return ~remainder >>> 0;
}

test("however long the frame is, and wherever it begins, it is what the definition gives", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(9), (octets, start) => {
      const padded = new Uint8Array(start + octets.length + 3);
      padded.set(octets, start);
      expect(computeFcs(padded, start, start + octets.length)).toBe(byDefinition(octets));
    }),
    { seed: 11, numRuns: 2_000 },
  );
});
