import { expect, test } from "vitest";
import { LevelSpread } from "./level-spread.ts";

test("levels of one radio lie together, those of a crowd do not", () => {
  const one = new LevelSpread();
  const crowd = new LevelSpread();
  for (let index = 0; index < 100; index++) {
    one.add(-54 + (index % 7) - 3);
    crowd.add(-85 + (index % 50));
  }
  expect(one.together).toBe(1);
  expect(crowd.together).toBe(0.2);
});

test("a level that is taken out is not held any more, and one that the radio did not say never was", () => {
  const spread = new LevelSpread();
  expect(spread.together).toBe(0);
  spread.add(Number.NaN);
  spread.add(-40);
  spread.add(-80);
  expect([spread.size, spread.together]).toEqual([2, 0.5]);
  spread.remove(-80);
  spread.remove(Number.NaN);
  expect([spread.size, spread.together]).toEqual([1, 1]);
});

test("levels beyond what a radio can say are held at the ends", () => {
  const spread = new LevelSpread();
  for (const level of [-300, -127, 30]) spread.add(level);
  expect(spread.size).toBe(3);
  spread.remove(-300);
  expect(spread.size).toBe(2);
});
