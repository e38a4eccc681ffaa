import { expect, test } from "vitest";
import { alignSeries } from "./align-series.ts";

const MINUTE = 60_000;
const point = (minute: number): [number, number, number, number, number] => [minute * MINUTE, -70, -65, -60, 12];

test("minutes in a row make one line", () => {
  expect(alignSeries([point(0), point(1), point(2)])).toEqual([
    [0, 60, 120],
    [-70, -70, -70],
    [-65, -65, -65],
    [-60, -60, -60],
  ]);
});

test("missing minutes break the line", () => {
  const [x, , median] = alignSeries([point(0), point(1), point(2), point(9), point(10)]);
  expect(median).toEqual([-65, -65, -65, null, -65, -65]);
  expect(x).toEqual([0, 60, 120, 180, 540, 600]);
});

test("points five minutes apart are no gaps when all are", () => {
  expect(alignSeries([point(0), point(5), point(10)])[2]).toEqual([-65, -65, -65]);
});

test("one point, and none, are laid out too", () => {
  expect(alignSeries([point(3)])[0]).toEqual([180]);
  expect(alignSeries([])).toEqual([[], [], [], []]);
});
