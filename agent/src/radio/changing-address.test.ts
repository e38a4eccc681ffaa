import { expect, test } from "vitest";
import { MadeAir, ordinary } from "./made-air-for-tests.ts";

const BOX = 0x000c43_7e3718;
const STEP = 0x1_1111;
const SECONDS_OF_ONE = 40;

interface Box {
  address?: number;
  /** Seconds for which its clock had run at the beginning. */
  age: number;
  until?: number;
  changes?: boolean;
}

/** A box that answers for nine names by turns, with a new address every forty seconds where it `changes`. */
function answers(air: MadeAir, { address = BOX, age, until = 200, changes = false }: Box): void {
  let sequence = address % 4_096;
  const names = Array.from({ length: 9 }, (_, index) => `Network ${index * 7_919}`);
  for (let beacon = 0; beacon * 0.1024 < until; beacon++) {
    const at = beacon * 0.1024;
    const transmitter = address + (changes ? STEP * Math.floor(at / SECONDS_OF_ONE) : 0);
    air.send(at, { transmitter, sequence: sequence++, tsfSeconds: age + at, elements: ordinary("Own") });
    if (beacon % 3 !== 0) continue;
    const tsfSeconds = age + at + 0.01;
    const elements = ordinary(names[Math.floor(beacon / 20) % names.length] ?? "");
    air.answer(at + 0.01, 0x262371_000000 + beacon, { transmitter, sequence: sequence++, tsfSeconds, elements });
  }
}

test("a box that takes a new address every forty seconds is one suspect, under the name that it had first", () => {
  const once = new MadeAir();
  answers(once, { age: 1_000, until: SECONDS_OF_ONE });
  const air = new MadeAir();
  answers(air, { age: 1_000, changes: true });
  const accused = air.accused();
  expect(accused.map(({ suspectId, suspicion }) => ({ suspectId, suspicion }))).toEqual(
    once.accused().map(({ suspectId, suspicion }) => ({ suspectId, suspicion })),
  );
  expect(accused).toMatchObject([{ transmitterCount: 5 }]);
  expect(accused[0]?.transmitters).toHaveLength(5);
});

test("two boxes are two, each by its clock, and also on one clock as virtual radios have it, for they are heard at once", () => {
  for (const age of [77_000, 1_000]) {
    const air = new MadeAir();
    answers(air, { age: 1_000 });
    answers(air, { address: BOX + 7 * STEP, age });
    expect(air.accused().map(({ transmitterCount }) => transmitterCount)).toEqual([1, 1]);
  }
});

test("an address that comes when another falls silent, by a clock of its own, is another's", () => {
  const air = new MadeAir();
  answers(air, { age: 1_000, until: 60 });
  const later = new MadeAir();
  answers(later, { address: BOX + STEP, age: 5_000, until: 60 });
  expect(air.followedBy(later, 61).accused()).toHaveLength(2);
});
