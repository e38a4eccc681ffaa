import * as fc from "fast-check";
import { expect, test } from "vitest";
import { NOWHERE, StationTable } from "./station-table.ts";

test("whatever comes and goes, in any order, each address is found with what was noted of it, and no other", () => {
  // Few and near each other, so that they meet in the table, with bits in both parts.
  const address = fc.integer({ min: 0, max: 40 }).map((it) => 0xfe00_0000_0000 + it * 0x1_0000_0001);
  const step = fc.record({ address, note: fc.integer({ min: 0, max: 0xffff }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), fc.integer(), (steps, seed) => {
      const table = new StationTable(16, seed);
      const expected = new Map<number, number>();
      for (const { address: it, note } of steps) {
        const slot = table.find(it);
        expect(slot !== NOWHERE).toBe(expected.has(it));
        if (slot === NOWHERE) {
          if (expected.size === 16 || note === 0) continue;
          table.add(it, note);
          expected.set(it, note);
        } else if (note % 3 === 0) {
          table.delete(slot);
          expected.delete(it);
        } else {
          table.setNote(slot, note);
          expected.set(it, note);
        }
        for (const [one, noted] of expected) {
          const at = table.find(one);
          expect([table.address(at), table.note(at)]).toEqual([one, noted]);
        }
      }
      const found = new Map<number, number>();
      for (let slot = 0; slot < table.slots; slot++)
        if (table.note(slot) !== 0) found.set(table.address(slot), table.note(slot));
      expect(found).toEqual(expected);
    }),
    { numRuns: 300, seed: 5 },
  );
});

test("the address of nobody but zeros is one like others", () => {
  const table = new StationTable(16, 0);
  expect(table.find(0)).toBe(NOWHERE);
  table.add(0, 1);
  expect(table.note(table.find(0))).toBe(1);
});
