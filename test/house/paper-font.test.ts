import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inFont, RANGES } from "../../dashboard/src/print/in-font.ts";

const FONT = readFileSync(new URL("../../dashboard/src/print/font/noto-sans-sc.otf", import.meta.url));

/** Code points of a font (OpenType 1.9, cmap): of its table in format 4, which holds all of the first plane. */
function pointsOf(font: Buffer): Set<number> {
  const tables = font.readUInt16BE(4);
  const record = Array.from({ length: tables }, (_, at) => 12 + 16 * at).find(
    (at) => font.toString("latin1", at, at + 4) === "cmap",
  )!;
  const cmap = font.readUInt32BE(record + 8);
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, at) =>
    font.readUInt32BE(cmap + 8 + 8 * at),
  );
  const table = cmap + subtables.find((at) => font.readUInt16BE(cmap + at) === 4)!;
  const segments = font.readUInt16BE(table + 6) / 2;
  const points = new Set<number>();
  for (let at = 0; at < segments; at += 1) {
    const end = font.readUInt16BE(table + 14 + 2 * at);
    const start = font.readUInt16BE(table + 16 + 2 * (segments + at));
    for (let point = start; point <= end && point < 0xffff; point += 1) points.add(point);
  }
  return points;
}

test("the shipped font has a shape for everything that is said to be in it", () => {
  const points = pointsOf(FONT);
  const missing = RANGES.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, at) => from + at).filter((point) => !points.has(point)),
  );
  expect(missing.map((point) => point.toString(16))).toEqual([]);
  expect(points.size).toBeGreaterThan(21_000);
});

test("what the font has no shape for is spelt as its number, and never left out", () => {
  expect(inFont("三号门 Door 3，−58 dBm\n喆镕 ≥ 1 m² 25 ℃")).toBe("三号门 Door 3，−58 dBm\n喆镕 ≥ 1 m² 25 ℃");
  expect(inFont("💡 ゆ\u202e")).toBe("U+1F4A1 U+3086U+202E");
});
