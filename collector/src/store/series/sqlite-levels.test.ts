import Database from "libsql";
import { expect, test } from "vitest";
import { inPoints, levelsOf, type LevelPoint } from "./sqlite-levels.ts";
import { makeSeriesTables } from "./sqlite-series-schema.ts";

const MINUTE = 60_000;

test("steps become points of a multiple of them, frames weighing their medians", () => {
  const steps: LevelPoint[] = [
    [0, -70, -60, -50, 10],
    [MINUTE, -80, -50, -45, 30],
    [5 * MINUTE, -66, -64, -62, 4],
  ];
  expect(inPoints(steps, 5 * MINUTE)).toEqual([
    [0, -80, -52.5, -45, 40],
    [5 * MINUTE, -66, -64, -62, 4],
  ]);
  expect(inPoints(steps, MINUTE)).toEqual(steps);
  expect(inPoints([], MINUTE)).toEqual([]);
});

test("few transmitters are looked up step by step; many, or a span of decades, are read as they lie", () => {
  const isLookUp = (sql: string): boolean => sql.includes("RECURSIVE");
  expect(isLookUp(levelsOf("5m", 16, 86_400))).toBe(true);
  expect(isLookUp(levelsOf("5m", 17, 86_400))).toBe(false);
  expect(isLookUp(levelsOf("1m", 1, 20 * 365 * 86_400))).toBe(false);
  // A statement that begins with a blank is not kept, and is prepared anew for each sensor.
  for (const transmitters of [1, 100]) expect(levelsOf("1h", transmitters, 3_600)).toMatch(/^WITH /);
});

test.each([1, 100])("levels of %d transmitters are found by the clustered key and never sorted", (transmitters) => {
  const database = new Database(":memory:");
  makeSeriesTables(database);
  const plan = database
    .prepare(`EXPLAIN QUERY PLAN ${levelsOf("5m", transmitters, 86_400)}`)
    .all([1, 0, 86_400, "[]"]) as { detail: string }[];
  const lines = plan.map(({ detail }) => detail);
  expect(lines.join("\n")).toContain("SEARCH l USING PRIMARY KEY (sensor=? AND ts");
  expect(lines.filter((line) => line.includes("TEMP B-TREE"))).toEqual([]);
  database.close();
});
