import { expect, test } from "vitest";
import { RankedAddresses } from "./ranked-addresses.ts";

/** A repeatable source of numbers from 0 to 1 (a linear congruential generator, Numerical Recipes' constants). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

test("whatever is added, moved and deleted in any order, each address is found where it stands, in its rank and its turn", () => {
  const ranked = new RankedAddresses(64, 4, 7);
  const expected: number[][] = [[], [], [], []];
  const random = numbers(1);
  const pick = (below: number): number => Math.floor(random() * below);
  for (let step = 0; step < 3_000; step++) {
    const address = 0x0200_5e00_0000 + pick(100) * 0x1_0000_0001;
    const rank = pick(4);
    const place = ranked.find(address);
    expect(place >= 0).toBe(expected.some((addresses) => addresses.includes(address)));
    const without = (): void =>
      expected.forEach((addresses, index) => (expected[index] = addresses.filter((it) => it !== address)));
    if (place >= 0 && pick(2) === 0) {
      ranked.delete(place);
      without();
    } else if (place >= 0) {
      ranked.move(place, rank);
      without();
      expected[rank]?.push(address);
    } else if (expected.flat().length < 64) {
      ranked.add(address, rank);
      expected[rank]?.push(address);
    }
    expect([0, 1, 2, 3].map((it) => ranked.count(it))).toEqual(expected.map((it) => it.length));
    for (const [index, addresses] of expected.entries())
      expect(addresses[0] ?? -1).toBe(ranked.first(index) < 0 ? -1 : ranked.at(ranked.first(index)));
  }
});

test("of more that were renewed than are put to their places at once nobody goes, but who came last", () => {
  const ranked = new RankedAddresses(256, 4, 7);
  for (let address = 1; address <= 200; address++) ranked.renew(ranked.add(address, 0), 3);
  for (let newcomer = 1_000; newcomer < 1_010; newcomer++) {
    const place = ranked.add(newcomer, 0);
    expect(ranked.at(ranked.lowest(0))).toBe(newcomer);
    ranked.delete(place);
  }
  // By then each was put to the place of what it is worth, in the order in which they came.
  expect([0, 3].map((rank) => ranked.count(rank))).toEqual([0, 200]);
  expect(ranked.at(ranked.lowest(0))).toBe(1);
});

test("where all were renewed, and as many as are looked at, somebody goes all the same", () => {
  const ranked = new RankedAddresses(256, 1, 7);
  for (let address = 1; address <= 200; address++) ranked.touch(ranked.add(address, 0));
  const place = ranked.lowest(0);
  expect(ranked.at(place)).toBeGreaterThan(0);
  expect(ranked.count(0)).toBe(200);
});

test("more addresses than an entry can tell from where they were looked for are refused", () => {
  expect(() => new RankedAddresses(32_768, 1, 7)).toThrow("at most 32767 addresses are kept, not 32768");
});

test("as many as may be kept are found, and those that are left when every second one is gone", () => {
  const ranked = new RankedAddresses(32_767, 1, 7);
  const addressOf = (index: number): number => 0x0200_5e00_0000 + index * 0x1_0001;
  for (let index = 0; index < 32_767; index++) ranked.add(addressOf(index), 0);
  for (let index = 0; index < 32_767; index += 2) ranked.delete(ranked.find(addressOf(index)));
  const found = (index: number): boolean => ranked.at(ranked.find(addressOf(index))) === addressOf(index);
  const wrong = Array.from({ length: 32_767 }, (_, index) => index).filter((it) => found(it) !== (it % 2 === 1));
  expect(wrong).toEqual([]);
});
