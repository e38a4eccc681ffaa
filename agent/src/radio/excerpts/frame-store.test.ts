import { expect, test } from "vitest";
import { FrameStore, type InOrderOfWorth } from "./frame-store.ts";
import { air, BOX, element, read } from "./frames-for-tests.ts";
import type { KeptFrame } from "./kept-figures.ts";
import { beginningFirst, endsFirst, evenlyOfEach } from "./worth.ts";

const START = 1_795_000_000;
const bounds = { most: 60, octets: 6_000, ofOne: 300 };

function filled(inOrderOfWorth: InOrderOfWorth, count: number, transmitters = 1): FrameStore {
  const store = new FrameStore(bounds, inOrderOfWorth);
  for (let index = 0; index < count; index++) {
    const frame = read(air.beacon(BOX + (index % transmitters), element(0, `name ${index}`)));
    store.push(frame, frame.octets.length, index, START + index);
  }
  return store;
}

test("a store holds so many frames and octets, whatever comes, and counts what made room", () => {
  const store = filled(endsFirst, 10_000);
  expect(store.size).toBeLessThanOrEqual(bounds.most);
  expect(store.size + store.passed).toBe(10_000);
  const long = new FrameStore(bounds, endsFirst);
  const frame = read(air.beacon(BOX, element(221, Buffer.alloc(250)) + element(221, Buffer.alloc(250))));
  for (let index = 0; index < 100; index++) long.push(frame, frame.octets.length, index, START);
  expect(long.frames().reduce((sum, { octets }) => sum + octets.length, 0)).toBeLessThanOrEqual(bounds.octets);
  expect(long.frames().every(({ octets }) => octets.length === bounds.ofOne)).toBe(true);
});

test("a copy holds what was kept then, whatever comes, and of what is worth most it says the same", () => {
  const store = filled(beginningFirst, 100, 3);
  const said = (frames: readonly KeptFrame[]) => frames.map((it) => ({ ...it, octets: Buffer.from(it.octets) }));
  const then = { frames: said(store.frames()), byWorth: said(store.byWorth()) };
  const copy = store.copy();
  const frame = read(air.beacon(BOX, element(0, "later")));
  for (let index = 0; index < 10_000; index++) store.push(frame, frame.octets.length, 100 + index, START);
  expect({ frames: said(copy.frames()), byWorth: said(copy.byWorth()) }).toEqual(then);
  expect(new FrameStore(bounds, endsFirst).copy().byWorth()).toEqual([]);
});

test("the beginning is there after any time, in the order in which it was heard, and so is the latest", () => {
  for (const worth of [endsFirst, beginningFirst]) {
    const orders = filled(worth, 5_000)
      .frames()
      .map(({ order }) => order);
    expect(orders.slice(0, 19)).toEqual(Array.from({ length: 19 }, (_, index) => index));
    expect(orders.at(-1)).toBe(4_999);
    expect(orders).toEqual(orders.toSorted((a, b) => a - b));
  }
});

test("of many identities each has its share, over all the time", () => {
  const of = new Map<number, number[]>();
  for (const { octets, order } of filled(evenlyOfEach, 55, 5).byWorth().slice(0, 20)) {
    const last = octets[15] ?? 0;
    of.set(last, [...(of.get(last) ?? []), order]);
  }
  expect([...of.values()].map(({ length }) => length)).toEqual([4, 4, 4, 4, 4]);
  for (const orders of of.values()) expect(Math.max(...orders) - Math.min(...orders)).toBeGreaterThan(25);
});

test("octets stay those of the frame when others make room, and two stores become one", () => {
  const [one, other] = [filled(endsFirst, 40), filled(endsFirst, 1_000)];
  const passed = other.passed;
  one.absorb(other);
  const frames = one.frames();
  expect(frames.map(({ order }) => order)).toEqual([...new Set(frames.map(({ order }) => order))]);
  for (const { octets, order } of frames) expect(Buffer.from(octets).toString("latin1")).toContain(`name ${order}`);
  expect(one.passed).toBeGreaterThanOrEqual(passed);
});
