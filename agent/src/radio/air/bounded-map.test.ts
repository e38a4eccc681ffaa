import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BoundedMap } from "./bounded-map.ts";

const keys = (map: BoundedMap<number>): number[] => [...map].map(([key]) => key);

test("a full map lets go the eighth that is worth least, and counts it", () => {
  const map = new BoundedMap<number>(16, (it) => it);
  for (let key = 0; key < 16; key++) map.set(key, 100 - key);
  map.set(99, 1_000);
  expect(map.size).toBe(15);
  expect(map.forgotten).toBe(2);
  expect(map.get(15)).toBeUndefined();
  expect(map.get(14)).toBeUndefined();
  expect(map.get(13)).toBe(87);
});

test("among equals those go that came first", () => {
  const map = new BoundedMap<number>(16, () => 7);
  for (let key = 0; key < 17; key++) map.set(key, key);
  expect(keys(map)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
});

test("what has no worth goes first, and a map of such entries stays bounded", () => {
  const map = new BoundedMap<number>(8, (it) => it);
  for (let key = 0; key < 100; key++) map.set(key, key % 2 === 0 ? Number.NaN : 5);
  expect(map.size).toBeLessThanOrEqual(8);
  map.set(1_000, 9);
  for (let key = 100; key < 200; key++) map.set(key, Number.NaN);
  expect(map.get(1_000)).toBe(9);
});

test("a flood of new entries pushes out no entry that is worth more", () => {
  const map = new BoundedMap<{ worth: number }>(64, (it) => it.worth);
  for (let key = 0; key < 40; key++) map.set(key, { worth: 1_000 + key });
  for (let key = 1_000; key < 100_000; key++) map.set(key, { worth: key % 900 });
  for (let key = 0; key < 40; key++) expect(map.get(key)?.worth).toBe(1_000 + key);
  expect(map.size).toBeLessThanOrEqual(64);
});

test("what stays is what sorting would have kept", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 24, maxLength: 24 }), (worths) => {
      const map = new BoundedMap<number>(24, (it) => it);
      for (const [key, worth] of worths.entries()) map.set(key, worth);
      map.set(24, 100);
      const sorted = worths.map((worth, key) => ({ worth, key })).sort((left, right) => left.worth - right.worth);
      const kept = sorted.slice(3).map(({ key }) => key);
      expect(keys(map)).toEqual([...kept.sort((left, right) => left - right), 24]);
    }),
    { numRuns: 300, seed: 11 },
  );
});
