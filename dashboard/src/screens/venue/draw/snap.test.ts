import { expect, test } from "vitest";
import { clamped, snapped } from "./snap.ts";

const floor = { widthMetres: 60, heightMetres: 40 };
const to = {
  floor,
  corners: [
    [10, 10],
    [20, 10],
  ] as [number, number][],
  reachMetres: 0.5,
};

test("a corner that is near is meant, the nearest of them", () => {
  expect(snapped({ x: 10.3, y: 9.8 }, to)).toEqual([10, 10]);
  expect(snapped({ x: 10.6, y: 10 }, to)).toEqual([10.6, 10]);
});

test("a line that is nearly straight across or down is, and a slanting one stays so", () => {
  expect(snapped({ x: 30, y: 21 }, { ...to, from: [20, 20.5] })).toEqual([30, 20.5]);
  expect(snapped({ x: 20.4, y: 30 }, { ...to, from: [20, 20] })).toEqual([20, 30]);
  expect(snapped({ x: 30, y: 30 }, { ...to, from: [20, 20] })).toEqual([30, 30]);
});

test("everything lies on the floor, on a grid of ten centimetres", () => {
  expect(clamped({ x: -3, y: 99 }, floor)).toEqual([0, 40]);
  expect(snapped({ x: 3.1429, y: 2.6789 }, to)).toEqual([3.1, 2.7]);
});
