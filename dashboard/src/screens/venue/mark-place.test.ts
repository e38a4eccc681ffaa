import { expect, test } from "vitest";
import { marksAside, placeNames } from "./mark-place.ts";

const sidesOf = (...asked: Parameters<typeof placeNames>) => placeNames(...asked).map((stand) => stand?.side);

const door = { at: { x: 100, y: 100 }, name: "三号门 Door 3" };

test("a name stands below its sensor; above where a mark is below; nowhere where marks are on both sides", () => {
  expect(sidesOf([door], [])).toEqual(["below"]);
  expect(sidesOf([door], [{ x: 110, y: 122 }])).toEqual(["above"]);
  const both = [
    { x: 110, y: 122 },
    { x: 90, y: 80 },
  ];
  expect(sidesOf([door], both)).toEqual([undefined]);
});

test("a name covers neither another sensor nor its name", () => {
  const beside = { at: { x: 160, y: 100 }, name: "中庭 Atrium" };
  expect(sidesOf([door, beside], [])).toEqual(["below", "above"]);
  expect(sidesOf([door, { at: { x: 130, y: 120 }, name: "中庭 Atrium" }], [])).toEqual(["above", "below"]);
});

test("a name that would be cut at an edge goes aside, and one that fits stays", () => {
  const at = (x: number) => ({ at: { x, y: x }, name: "120 次探测/分 · 8 台设备" });
  const within = { left: -20, right: 332 };
  const [left, middle, right] = placeNames([at(4), at(156), at(310)], [], within);
  expect(middle).toEqual({ side: "below", asidePx: 0 });
  expect(left!.asidePx).toBeGreaterThan(0);
  expect(right!.asidePx).toBeLessThan(0);
  // Wider than all there is: cut at its end alone.
  const [wide] = placeNames([{ at: { x: 5, y: 100 }, name: "长".repeat(60) }], [], within);
  expect(wide!.asidePx).toBe(-20 + (60 * 12 + 8) / 2 - 5);
});

test("a suspect's mark covers no sensor and no other mark; one that is alone stays", () => {
  const sensor = { x: 200, y: 200 };
  const near = { x: 212, y: 204 };
  const far = { x: 500, y: 200 };
  const [first, second, third, alone] = marksAside([near, near, near, far], [sensor]);
  expect(alone).toEqual({ x: 0, y: 0 });
  const placed = [first!, second!, third!].map((offset) => ({ x: near.x + offset.x, y: near.y + offset.y }));
  for (const [at, one] of placed.entries())
    for (const other of [sensor, ...placed.slice(at + 1)])
      expect(Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))).toBeGreaterThanOrEqual(21);
});

test("a hundred marks at one place all stand somewhere", () => {
  const crowd = Array.from({ length: 100 }, () => ({ x: 10, y: 10 }));
  expect(marksAside(crowd, [])).toHaveLength(100);
});
