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
