import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { listOfCaptures, type CalibrationCapture } from "./calibration-captures.ts";
import { calibrate } from "./calibration.ts";

const LISTED = readFileSync(new URL("../../../docs/calibration.tsv", import.meta.url), "utf8");
const LAB = fileURLToPath(new URL("../../../test/fixtures/lab/", import.meta.url));
const capture = (name: string, digit: string): CalibrationCapture => ({
  name,
  sha256: digit.repeat(64),
  labels: [],
  innocent: 1,
});

test("captures make the same list in whatever order their folders were given, two of one name included", () => {
  const all = [capture("crowd", "b"), capture("benign", "c"), capture("crowd", "a")];
  const list = listOfCaptures(all);
  expect(list.split("\n").map((row) => row.slice(0, 10))).toEqual([
    "capture\tsh",
    "benign\tccc",
    "crowd\taaaa",
    "crowd\tbbbb",
    "",
  ]);
  for (let turn = 0; turn < all.length; turn++) {
    all.push(all.shift()!);
    expect(listOfCaptures(all)).toBe(list);
  }
});

test("the list that is checked in stands in that order", () => {
  const rows = LISTED.trimEnd().split("\n").slice(1);
  const read = rows.map((row): CalibrationCapture => {
    const [name = "", sha256 = "", label = "", innocent = ""] = row.split("\t");
    return { name, sha256, labels: label === "benign" ? [] : label.split(" "), innocent: Number(innocent) };
  });
  expect(read.length).toBeGreaterThan(50);
  expect(listOfCaptures(read.toReversed())).toBe(LISTED);
});

test("folders given in another order come to the same two files, to the octet", async () => {
  const folders = ["benign", "evil_twin"].map((name) => {
    const folder = mkdtempSync(join(tmpdir(), "calibration-"));
    for (const end of ["json", "pcap"]) cpSync(`${LAB}${name}.${end}`, join(folder, `${name}.${end}`));
    return folder;
  });
  try {
    const [one, other] = [await calibrate(folders), await calibrate(folders.toReversed())];
    expect(other.captures).toBe(one.captures);
    expect(other.bounds("2026-11-27")).toBe(one.bounds("2026-11-27"));
    expect(one.captures.split("\n")).toHaveLength(4);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
});
