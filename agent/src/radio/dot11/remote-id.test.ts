import { expect, test } from "vitest";
import { hex } from "./octets-for-tests.ts";
import { identifiesAircraft } from "./remote-id.ts";

const BEGINNING = "0003 524944 0104 82848b96";

test.each([
  ["ASTM F3411", "dd09 fa0bbc0d 11 f1190312"],
  ["the French identification", "dd08 6a5c3501 01010102"],
  ["DJI", "dd06 263712 581310"],
])("%s", (_which, element) => {
  expect(identifiesAircraft(hex(`${BEGINNING} ${element}`))).toBe(true);
});

test.each([
  ["another vendor", "dd07 0050f202010100"],
  ["the mark alone", "dd04 fa0bbc0d"],
  ["another type of the same vendor", "dd06 fa0bbc01 1122"],
  ["an element that is cut", "dd30 fa0bbc0d 11"],
  ["the mark inside another element", "8509 ddfa0bbc0d11223344"],
  ["nothing", ""],
])("%s identifies no aircraft", (_which, element) => {
  expect(identifiesAircraft(hex(`${BEGINNING} ${element}`))).toBe(false);
});
