import { expect, test } from "vitest";
import { nextSensor, reachOf, sharesOf } from "./reach.ts";

const FLOOR = { widthMetres: 60, heightMetres: 40 };
const disc = (x: number, y: number, radiusMetres = 16) => ({ centre: { x, y }, radiusMetres });

test("each cell is heard by as many sensors as reach it, and shares are of the whole floor", () => {
  expect(sharesOf(reachOf(FLOOR, []))).toEqual([1, 0, 0, 0]);
  expect(
    sharesOf(
      reachOf(
        FLOOR,
        [1, 2, 3, 4].map(() => disc(30, 20, 99)),
      ),
    ),
  ).toEqual([0, 0, 0, 1]);
  const [none, one] = sharesOf(reachOf(FLOOR, [disc(30, 20, 10)]));
  expect(one).toBeCloseTo((Math.PI * 100) / 2400, 2);
  expect(none! + one!).toBe(1);
});

test("the next sensor goes where nobody hears, and not beside one that does", () => {
  const there = [disc(10, 10), disc(12, 30)];
  const next = nextSensor(reachOf(FLOOR, there), 16)!;
  for (const { centre } of there) expect(Math.hypot(centre.x - next.x, centre.y - next.y)).toBeGreaterThan(20);
  const gained = (more: readonly ReturnType<typeof disc>[]): number => 1 - sharesOf(reachOf(FLOOR, more))[0]!;
  // As good as the best place that somebody could have found by trying.
  const tried = [5, 15, 25, 35, 45, 55].flatMap((x) => [8, 20, 32].map((y) => gained([...there, disc(x, y)])));
  expect(gained([...there, disc(next.x, next.y)])).toBeGreaterThan(Math.max(...tried) - 0.02);
});

test("where all is heard by one, it goes where most is heard by fewer than three; where three hear all, nowhere", () => {
  const all = disc(30, 20, 99);
  const next = nextSensor(reachOf(FLOOR, [all, disc(10, 20), disc(10, 20), disc(10, 20)]), 16)!;
  expect(next.x).toBeGreaterThan(26);
  expect(nextSensor(reachOf(FLOOR, [all, all, all]), 16)).toBeUndefined();
});

test("a floor of a mistyped size is no more work than another", () => {
  expect(reachOf({ widthMetres: 2000, heightMetres: 2000 }, [disc(3, 3)]).heardBy.length).toBeLessThanOrEqual(4_225);
});
