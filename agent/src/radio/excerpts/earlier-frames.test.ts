import { expect, test } from "vitest";
import type { AccessPoint } from "../air/access-points.ts";
import { AccusedFrames } from "./accused-frames.ts";
import { EarlierFrames } from "./earlier-frames.ts";
import { EXCERPTS } from "./figures.ts";
import { air, BOX, element, PHONE, read, subjectOf } from "./frames-for-tests.ts";

const START = 1_795_000_000;
const since = (firstAt: number, beacons = 100): AccessPoint => ({ firstAt, beacons, channelMhz: 2_412 }) as AccessPoint;
const of = (earlier: EarlierFrames, ...addresses: number[]): number[] =>
  [...earlier.of(new Set(addresses))].map(({ kept }) => kept.order);

test("what somebody new advertised is there when he is accused, with the questions that he answered, and nothing of anybody else", () => {
  const frames = new AccusedFrames();
  const known = since(START);
  frames.hear(read(air.request(PHONE, element(0, "Home"))), 1, START);
  frames.hear(read(air.request(PHONE, element(0, "Work"))), 2, START);
  frames.hear(read(air.request(PHONE + 1, element(0, "Gym"))), 3, START);
  frames.hear(read(air.response(BOX, PHONE, element(0, "Home"))), 4, START + 1, known);
  frames.hear(read(air.beacon(BOX, element(0, "Gym"))), 5, START + 1, known);
  frames.hear(read(air.beacon(BOX + 1, element(0, "Gym"))), 6, START + 1, known);
  // Asked after it was answered, and so no question of his.
  frames.hear(read(air.request(PHONE, element(0, "Home"))), 7, START + 2);
  frames.accuse(subjectOf("s-box", [BOX]), undefined, 8, START + 3);
  const [kept] = frames.suspects();
  const orders = Object.values(kept?.stores ?? {}).flatMap((store) => store.frames().map(({ order }) => order));
  expect(orders.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  // Of the phone that asked for two names, the question for the one that is answered and its latest.
  expect(kept?.stores.questions.frames().map(({ order }) => order)).toEqual([1, 2, 3]);
});

test("addresses under which somebody was shown are followed too, and are not his", () => {
  const frames = new AccusedFrames();
  for (let index = 0; index < 40; index++)
    frames.hear(read(air.beacon(BOX + index, element(0, "x"))), index + 1, START, since(START, 1));
  const shownBy = Array.from({ length: 40 }, (_, index) => BOX + index);
  frames.accuse(subjectOf("s-box", [BOX]), undefined, 41, START, shownBy);
  const [kept] = frames.suspects();
  expect([kept?.stores.beacons.size, kept?.own.size, kept?.shown.size]).toEqual([40, 1, 40]);
});

test("of who has stood here for long nothing is kept, nor of what was said a moment ago", () => {
  const earlier = new EarlierFrames();
  const beacon = (order: number, at: number, known?: AccessPoint): void =>
    earlier.hear(read(air.beacon(BOX, element(0, "x"))), known, order, at);
  beacon(1, START + EXCERPTS.newSeconds + 1, since(START));
  expect(earlier.size).toBe(0);
  beacon(2, START + 5, since(START));
  beacon(3, START + 5.1, since(START));
  beacon(4, START + 5.4, since(START));
  // The first of a network are all kept, and so is what comes in another's name.
  beacon(5, START + 5.5, since(START, EXCERPTS.unrepeated));
  earlier.hear(read(air.response(BOX, PHONE, element(0, "x"))), undefined, 6, START);
  expect(of(earlier, BOX)).toEqual([2, 4, 5, 6]);
  expect(of(earlier, PHONE)).toEqual([]);
});

test("a flood fills it, and pushes out the oldest", () => {
  const earlier = new EarlierFrames();
  for (let index = 0; index < EXCERPTS.earlier + 10; index++)
    earlier.hear(read(air.beacon(BOX + index, element(0, "x"))), since(START, 1), index, START);
  expect(earlier.size).toBe(EXCERPTS.earlier);
  expect(of(earlier, BOX + 9, BOX + 10)).toEqual([10]);
});
