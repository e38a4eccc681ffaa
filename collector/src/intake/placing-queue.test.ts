import { expect, test } from "vitest";
import { PlacingQueue } from "./placing-queue.ts";

test("a suspect is placed in the next round, and with whatever comes then ten rounds later", () => {
  const queue = new PlacingQueue();
  queue.add("box");
  expect(queue.round()).toEqual(["box"]);
  for (let round = 1; round < 10; round += 1) {
    queue.add("box");
    expect(queue.round()).toEqual([]);
  }
  expect(queue.round()).toEqual(["box"]);
  for (let round = 0; round < 20; round += 1) expect(queue.round()).toEqual([]);
});

test("who rests keeps nobody else waiting, and a flood has its turn in the order in which it came", () => {
  const queue = new PlacingQueue();
  queue.add("box");
  queue.round();
  queue.add("box");
  for (let one = 0; one < 40; one += 1) queue.add(`flood-${one}`);
  expect(queue.round()).toEqual(Array.from({ length: 32 }, (_, one) => `flood-${one}`));
  expect(queue.round()).toEqual(Array.from({ length: 8 }, (_, one) => `flood-${32 + one}`));
});

test("no more suspects wait than there is room for", () => {
  const queue = new PlacingQueue();
  for (let one = 0; one < 20_100; one += 1) queue.add(`flood-${one}`);
  expect(queue.size).toBe(20_000);
});
