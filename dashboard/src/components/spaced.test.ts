import { expect, test } from "vitest";
import { spaced } from "./spaced.ts";

test("Han and Latin stand apart by a thin space, and where there is a space already none is added", () => {
  expect(spaced("B1 三号门 Door 3附近")).toBe("B1 三号门 Door 3\u2009附近");
  expect(spaced("B1三号门")).toBe("B1\u2009三号门");
  expect(spaced("near B1 Door 3")).toBe("near B1 Door 3");
  expect(spaced("美食区，B1")).toBe("美食区，B1");
});
