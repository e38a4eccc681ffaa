import { expect, test } from "vitest";
import { computeFcs } from "./fcs.ts";

test("the check value of CRC-32 comes out", () => {
  const octets = Uint8Array.from(Buffer.from("..123456789.."));
  expect(computeFcs(octets, 2, octets.length - 2)).toBe(0xcbf4_3926);
});
