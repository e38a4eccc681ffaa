import { describe, expect, test } from "vitest";
import { areaWithin, crossesItself, isWithin, type Corner } from "./polygon.ts";

const SQUARE: Corner[] = [
  [0, 0],
  [4, 0],
  [4, 3],
  [0, 3],
];
/** A room that bends: an L. */
const BENT: Corner[] = [
  [0, 0],
  [4, 0],
  [4, 1],
  [1, 1],
  [1, 3],
  [0, 3],
];

describe("a closed line", () => {
  test("around a room, bent or not, crosses itself nowhere, whichever way and from wherever it goes", () => {
    for (const room of [SQUARE, BENT])
      for (let first = 0; first < room.length; first++) {
        const turned = [...room.slice(first), ...room.slice(0, first)];
        expect(crossesItself(turned)).toBe(false);
        expect(crossesItself(turned.toReversed())).toBe(false);
      }
  });

  test.each<[string, Corner[]]>([
    [
      "an eight",
      [
        [0, 0],
        [4, 3],
        [4, 0],
        [0, 3],
      ],
    ],
    [
      "a corner twice",
      [
        [0, 0],
        [4, 0],
        [4, 0],
        [0, 3],
      ],
    ],
    [
      "the same corner again later",
      [
        [0, 0],
        [4, 0],
        [2, 2],
        [4, 4],
        [0, 4],
        [2, 2],
      ],
    ],
    [
      "a corner on another edge",
      [
        [0, 0],
        [4, 0],
        [4, 3],
        [2, 0],
        [0, 3],
      ],
    ],
    [
      "a way there and back",
      [
        [0, 0],
        [4, 0],
        [2, 0],
        [2, 3],
      ],
    ],
    [
      "three on a line",
      [
        [0, 0],
        [4, 0],
        [2, 0],
      ],
    ],
    [
      "nothing but a point",
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    ],
  ])("%s does", (_, corners) => {
    expect(crossesItself(corners)).toBe(true);
  });

  test("has the area of what is within, and knows what is", () => {
    expect(areaWithin(SQUARE)).toBe(12);
    expect(areaWithin(BENT.toReversed())).toBe(6);
    expect(isWithin({ x: 0.5, y: 2 }, BENT)).toBe(true);
    expect(isWithin({ x: 2, y: 2 }, BENT)).toBe(false);
    expect(isWithin({ x: -1, y: 2 }, BENT)).toBe(false);
  });
});
