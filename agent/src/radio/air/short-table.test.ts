import { expect, test } from "vitest";
import { ShortTable } from "./short-table.ts";

test("values are found, and stand in the order in which they came", () => {
  const table = new ShortTable<string>();
  expect([table.size, table.get(7), table.at(0), [...table]]).toEqual([0, undefined, undefined, []]);
  table.set(7, "one");
  expect([table.size, table.get(7), table.has(8), [...table]]).toEqual([1, "one", false, ["one"]]);
  table.set(7, "again");
  table.set(8, "two");
  table.set(9, "three");
  expect([...table]).toEqual(["again", "two", "three"]);
  expect([table.keyAt(1), table.at(1)]).toEqual([8, "two"]);
});

test("those behind what goes move up, and nothing of it is found any more", () => {
  const table = new ShortTable<string>();
  for (const key of [7, 8, 9]) table.set(key, `${key}`);
  table.deleteAt(1);
  expect([table.size, table.get(8), [...table], table.at(2)]).toEqual([2, undefined, ["7", "9"], undefined]);
  expect([table.delete(8), table.delete(7), table.delete(9)]).toEqual([false, true, true]);
  expect([table.size, table.has(9)]).toEqual([0, false]);
  table.set(9, "once more");
  expect([...table]).toEqual(["once more"]);
});

test("what goes leaves its value to what comes next, and a table that was cleared keeps room for a few", () => {
  const table = new ShortTable<{ key: number }>();
  for (let key = 0; key < 100; key++) table.set(key, { key });
  const [first] = table;
  table.deleteAt(0);
  expect(table.left).toBe(first);
  table.clear();
  expect([table.size, table.left]).toEqual([0, { key: 1 }]);
  for (let key = 0; key < 8; key++) table.set(key, table.left ?? { key: -1 });
  expect(table.left).toBeUndefined();
});
