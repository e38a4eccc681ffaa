import { assert, property, stringMatching } from "fast-check";
import { expect, test } from "vitest";
import { Check } from "typebox/value";
import { Version } from "./brands.ts";
import { isNewerVersion } from "./newer-version.ts";

/** Each comes after all before it (semver.org, 11). */
const IN_ORDER = [
  "0.0.0",
  "0.9.0",
  "0.10.0-rc1",
  "0.10.0-rc10",
  "0.10.0-rc2",
  "0.10.0",
  "0.10.1-g0",
  "0.10.1",
  "1.0.0",
  "1.9.9",
  "1.10.0-z",
  "1.10.0",
  "2.0.0",
  "99999.0.0",
  "99999.99999.99999",
];

test("of two versions the one is newer that comes after by its numbers, and by what stands behind the hyphen", () => {
  for (const [at, version] of IN_ORDER.entries())
    for (const [otherAt, other] of IN_ORDER.entries())
      expect([version, other, isNewerVersion(version, other)]).toEqual([version, other, at > otherAt]);
});

test("what is no version is newer than nothing, and nothing is newer than it", () => {
  const forms = "1 1.0 1.0.0.1 v1.0.0 1.0.0+g1 1.0.0- 1.0.0-RC1 1.0.0-rc-1 1.0.0-1 1.0.0-alpha.1 -1.0.0 >=1.0.0 latest";
  const numbers = "01.0.0 1.00.0 1.0.01 1e3.0.0 0x1.0.0 １.0.0 100000.0.0 Infinity.0.0 NaN.0.0 __proto__ constructor";
  const long = [`1.0.${"9".repeat(400)}`, `1.0.0-${"z".repeat(12)}`];
  const liars = [...forms.split(" "), ...numbers.split(" "), ...long, "", " 1.0.0", "1.0.0\n"];
  for (const liar of liars)
    for (const version of ["0.0.0", "1.0.0-rc1", "99999.99999.99999", liar])
      expect([liar, isNewerVersion(liar, version), isNewerVersion(version, liar)]).toEqual([liar, false, false]);
});

test("numbers of ten million digits are no version either", () => {
  const digits = "9".repeat(10_000_000);
  for (const liar of [digits, `${digits}.0.0`, `1.0.${digits}`, `1.0.0-r${digits}`])
    expect(isNewerVersion(liar, "1.0.0") || isNewerVersion("1.0.0", liar)).toBe(false);
});

test("whatever the contract calls a version is never newer than itself, and of two only one is newer", () => {
  const { pattern = "" } = Version("") as { pattern?: string };
  const version = stringMatching(new RegExp(pattern));
  assert(
    property(version, version, (one, other) => {
      expect(Check(Version(""), one)).toBe(true);
      expect(isNewerVersion(one, one)).toBe(false);
      expect(isNewerVersion(one, other) && isNewerVersion(other, one)).toBe(false);
    }),
  );
});
