import { expect, test } from "vitest";
import { OctetReader } from "./octet-reader.ts";
import { hex, STATION, STATION_OCTETS } from "./octets-for-tests.ts";

test("fields come one after the other, lowest octet first", () => {
  const from = new OctetReader(hex(`01 0203 ${STATION_OCTETS} 04`));
  expect([from.uint8(), from.uint16(), from.address(), from.left]).toEqual([0x01, 0x0302, STATION, 1]);
  expect(from.fault).toBeUndefined();
});

test.each([
  ["an octet", 0, (from: OctetReader) => from.uint8()],
  ["a signed octet", 0, (from: OctetReader) => from.int8()],
  ["two octets", 1, (from: OctetReader) => from.uint16()],
  ["two octets, highest first", 1, (from: OctetReader) => from.uint16BigEndian()],
  ["four octets", 3, (from: OctetReader) => from.uint32()],
  ["eight octets", 7, (from: OctetReader) => from.uint64()],
  ["an address", 5, (from: OctetReader) => from.address()],
  ["named bits", 1, (from: OctetReader) => from.bits(2, [["low", 1]])],
  ["so many octets", 2, (from: OctetReader) => from.take(3)],
])("%s of which only %i are there: undefined, and nothing is left behind the fault", (_, octets, read) => {
  const from = new OctetReader(new Uint8Array(octets));
  expect(read(from)).toBeUndefined();
  expect([from.fault, from.left, from.uint8()]).toEqual(["too-short", 0, undefined]);
});

test("the first fault is kept", () => {
  const from = new OctetReader(hex("03 01"));
  expect(from.take(from.uint8() ?? 0, "length-beyond-end")).toBeUndefined();
  from.fail("reserved-value");
  from.end();
  expect(from.fault).toBe("length-beyond-end");
});
