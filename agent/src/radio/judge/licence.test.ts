import { expect, test } from "vitest";
import { licenceDb } from "./licence.ts";

const families = (...list: [string, number][]): Map<string, number> => new Map(list);

test("a licence explains that phones were made to show themselves, and the make of the device", () => {
  expect(licenceDb(15, families(["solicitation", 20], ["product", 3], ["impersonation", 22]))).toBe(-23);
});

test.each(["impersonation", "fabrication", "lure", "rate", "direction", "attribution", "forcing", "concealment"])(
  "a licence explains no %s",
  (family) => expect(licenceDb(20, families([family, 50]))).toBe(0),
);

test("a licence takes no suspect off the list", () => {
  expect(licenceDb(12, families(["solicitation", 42]))).toBe(-22);
  expect(licenceDb(-10, families(["solicitation", 20]))).toBe(0);
  expect(licenceDb(-14, families(["solicitation", 16]))).toBe(0);
});
