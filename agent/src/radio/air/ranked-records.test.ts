import * as fc from "fast-check";
import { expect, test } from "vitest";
import { RankedRecords } from "./ranked-records.ts";

interface Note {
  text: string;
}

const AP = 0x001f7ae26c98;
const FLOOD = 0x02_10_00_00_00_00;
const addresses = (of: Iterable<readonly [number, unknown]>): Set<number> =>
  new Set([...of].map(([address]) => address));
const notes = (capacity: number, ranks = 1, seed = 0): RankedRecords<Note> =>
  new RankedRecords({ capacity, ranks, make: () => ({ text: "" }), seed });

test("a flood of addresses pushes out its own, and not what is worth more; the number stays bounded, and what went is counted", () => {
  const records = notes(64, 8);
  for (let index = 0; index < 40; index++) records.meet(AP + index, 5).text = `own ${index}`;
  for (let index = 0; index < 100_000; index++) records.meet(FLOOD + index, index % 5).text = "invented";
  expect(records.size).toBe(64);
  expect(records.forgotten).toBe(100_040 - 64);
  for (let index = 0; index < 40; index++) expect(records.get(AP + index)?.text).toBe(`own ${index}`);
});

test("of equals the one goes that was renewed longest ago, and a higher rank keeps it", () => {
  const records = notes(3, 2);
  for (const address of [1, 2, 3]) records.meet(address);
  records.renew(1);
  records.meet(4);
  expect(addresses(records)).toEqual(new Set([1, 3, 4]));
  records.renew(3, 1);
  records.meet(5);
  expect(addresses(records)).toEqual(new Set([3, 4, 5]));
});

test("each takes those that have a record, and none that had to go or was deleted", () => {
  const records = notes(3);
  for (const address of [1, 2, 3, 4]) records.meet(address).text = `of ${address}`;
  records.delete(3);
  const taken: string[] = [];
  records.each(({ text }) => taken.push(text));
  expect(taken.toSorted()).toEqual(["of 2", "of 4"]);
});

test("who goes leaves the record to who comes: a flood makes no more of them than there is room for", () => {
  let made = 0;
  const records = new RankedRecords({ capacity: 16, make: () => ({ number: ++made }) });
  for (let index = 0; index < 1_000; index++) {
    records.meet(FLOOD + index);
    if (index % 3 === 0) records.delete(FLOOD + index);
  }
  expect(made).toBeLessThanOrEqual(16);
});

test("what is expired goes uncounted, and nothing of it is found", () => {
  const records = notes(8);
  for (const address of [1, 2, 3]) records.meet(address).text = String(address);
  records.expire(({ text }) => text !== "2");
  expect([records.size, records.forgotten, records.get(1), records.get(2)?.text]).toEqual([1, 0, undefined, "2"]);
  expect(records.some((address) => address === 1)).toBe(false);
  expect(records.some((address) => address === 2)).toBe(true);
});

/** What a second chance keeps, worked out the long way: lists by worth, in the order in which their entries were put there. */
class SecondChance {
  #entries: { address: number; rank: number; list: number; isRenewed: boolean }[] = [];

  get addresses(): Set<number> {
    return new Set(this.#entries.map(({ address }) => address));
  }

  meet(address: number, rank: number, capacity: number): void {
    if (this.#entries.length === capacity) this.delete(this.#lowest());
    this.#entries.push({ address, rank, list: rank, isRenewed: false });
  }

  renew(address: number, rank: number): void {
    const it = this.#entries.find((entry) => entry.address === address)!;
    const isWorthLess = rank < it.rank;
    Object.assign(it, { rank, isRenewed: true });
    if (isWorthLess) this.#settle(it);
  }

  delete(address: number): void {
    this.#entries = this.#entries.filter((it) => it.address !== address);
  }

  #lowest(): number {
    for (;;) {
      const lowest = Math.min(...this.#entries.map(({ list }) => list));
      const first = this.#entries.find(({ list }) => list === lowest)!;
      if (!first.isRenewed) return first.address;
      this.#settle(first);
    }
  }

  #settle(it: { address: number; rank: number }): void {
    this.delete(it.address);
    this.#entries.push({ address: it.address, rank: it.rank, list: it.rank, isRenewed: false });
  }
}

test("whatever comes, is renewed and goes, in any order: what stays is what a second chance keeps", () => {
  const step = fc.record({ address: fc.integer({ min: 0, max: 40 }), rank: fc.integer({ min: 0, max: 4 }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 100, maxLength: 300 }), fc.integer(), (steps, seed) => {
      const records = notes(12, 5, seed);
      const expected = new SecondChance();
      for (const { address, rank } of steps) {
        const known = records.get(address);
        expect(known?.text).toBe(expected.addresses.has(address) ? String(address) : undefined);
        if (known === undefined) {
          records.meet(address, rank).text = String(address);
          expected.meet(address, rank, 12);
        } else if (rank === 4) {
          records.delete(address);
          expected.delete(address);
        } else {
          records.renew(address, rank);
          expected.renew(address, rank);
        }
      }
      expect(addresses(records)).toEqual(expected.addresses);
    }),
    { numRuns: 300, seed: 11 },
  );
});

test("who is heard again is got, and stays longer than who is not", () => {
  const records = notes(2);
  records.meet(1).text = "of 1";
  records.meet(2);
  expect(records.heard(1)?.text).toBe("of 1");
  expect(records.heard(3)).toBeUndefined();
  records.meet(4);
  expect(addresses(records)).toEqual(new Set([1, 4]));
});
