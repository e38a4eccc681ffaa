import { expect, test } from "vitest";
import { NameTable } from "./name-table.ts";

test("one name and many names are kept alike", () => {
  const table = new NameTable<string>();
  expect([table.size, table.get(7), [...table]]).toEqual([0, undefined, []]);
  table.set(7, "one");
  expect([table.size, table.get(7), table.has(8), [...table]]).toEqual([1, "one", false, [[7, "one"]]]);
  table.set(7, "again");
  table.set(8, "two");
  expect([...table]).toEqual([
    [7, "again"],
    [8, "two"],
  ]);
  for (const [name] of table) table.delete(name);
  expect([table.size, table.has(7)]).toEqual([0, false]);
  table.set(9, "three");
  expect([...table]).toEqual([[9, "three"]]);
});

test("the only name can go", () => {
  const table = new NameTable<string>();
  table.set(7, "one");
  table.delete(8);
  expect(table.size).toBe(1);
  table.delete(7);
  expect([table.size, table.get(7)]).toEqual([0, undefined]);
});
