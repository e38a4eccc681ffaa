import { array, assert, constant, constantFrom, integer, nat, oneof, property, record } from "fast-check";
import { expect, test } from "vitest";
import { AddressTable } from "./address-table.ts";

/** Few different keys, so that they meet again: addresses, names' numbers, and what is none. */
const KEYS = [0, 1, 0x0200_0000_0001, 0xffff_ffff_ffff, 2 ** 53 - 1, 0x0242_0000_0000, 0x1_0000_0000, -1];
const step = oneof(
  record({ what: constant("set" as const), key: constantFrom(...KEYS), value: nat() }),
  record({ what: constant("set" as const), key: nat({ max: 0xffff_ffff_ffff }), value: nat() }),
  record({ what: constant("delete" as const), key: constantFrom(...KEYS), value: constant(0) }),
  record({ what: constant("clear" as const), key: constant(0), value: constant(0) }),
);

test("whatever is put in and deleted, it holds what a Map holds, in the same order", () => {
  assert(
    property(array(step, { maxLength: 200 }), integer(), (steps, seed) => {
      const table = new AddressTable<number>(seed);
      const map = new Map<number, number>();
      for (const { what, key, value } of steps) {
        if (what === "set") {
          table.set(key, value);
          map.set(key, value);
        } else if (what === "delete") expect(table.delete(key)).toBe(map.delete(key));
        else {
          table.clear();
          map.clear();
        }
        expect(table.get(key)).toBe(map.get(key));
        expect(table.has(key)).toBe(map.has(key));
      }
      expect([...table]).toEqual([...map]);
      expect([...table.keys()]).toEqual([...map.keys()]);
      expect([...table.values()]).toEqual([...map.values()]);
      expect(table.size).toBe(map.size);
    }),
    { seed: 20_261_127, numRuns: 300 },
  );
});

test("who was deleted leaves room: a table through which many pass does not grow, and all that stay are found", () => {
  const table = new AddressTable<number>();
  for (let key = 0; key < 10; key++) table.set(key, key);
  for (let turn = 0; turn < 100_000; turn++) {
    table.set(1_000 + turn, turn);
    table.delete(1_000 + turn);
  }
  expect([...table.keys()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const key of table.keys()) if (key % 2 === 0) table.delete(key);
  expect([...table.keys()]).toEqual([1, 3, 5, 7, 9]);
});
