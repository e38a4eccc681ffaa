import { expect, test } from "vitest";
import { placeNames, stepsAside } from "./mark-place.ts";

const door = { at: { x: 100, y: 100 }, name: "三号门 Door 3" };

test("a name stands below its sensor; above where a mark is below; nowhere where marks are on both sides", () => {
  expect(placeNames([door], [])).toEqual(["below"]);
  expect(placeNames([door], [{ x: 110, y: 122 }])).toEqual(["above"]);
  const both = [
    { x: 110, y: 122 },
    { x: 90, y: 80 },
  ];
  expect(placeNames([door], both)).toEqual([undefined]);
});

test("a name covers neither another sensor nor its name", () => {
  const beside = { at: { x: 160, y: 100 }, name: "中庭 Atrium" };
  expect(placeNames([door, beside], [])).toEqual(["below", "above"]);
  expect(placeNames([door, { at: { x: 130, y: 120 }, name: "中庭 Atrium" }], [])).toEqual(["above", "below"]);
});

test("of several marks at one place each goes a step further aside; others stay", () => {
  const place = { x: 10, y: 10 };
  expect(stepsAside([place, { x: 30, y: 10 }, { x: 10.5, y: 10 }, place])).toEqual([0, 0, 1, 2]);
});
