import { expect, test } from "vitest";
import { differenceOf, type Shown } from "./difference.ts";

const at = (suspectId: string, x: number, over: Partial<Shown> = {}): Shown => ({
  suspectId,
  band: "suspected",
  place: { floorId: "g", position: { x, y: 0 }, radiusMetres: 3, method: "grid", nearestSensorId: "n" },
  ...over,
});

test("two plans differ by who came, who went, who moved farther than is uncertain, and whose band is another", () => {
  const first = [
    at("stays", 1),
    at("gone", 5),
    at("moves", 10),
    at("rises", 20),
    at("unplaced", 0, { place: undefined }),
  ];
  const second = [
    at("stays", 6),
    at("moves", 17),
    at("rises", 20, { band: "strong" }),
    at("new", 3),
    at("unplaced", 0),
  ];
  expect(differenceOf(first, second)).toEqual({
    appeared: ["new"],
    gone: ["gone"],
    moved: ["moves"],
    changed: ["rises"],
  });
});

test("another floor is another place, however near it is drawn", () => {
  const before = at("a", 1);
  const above = at("a", 1, { place: { ...before.place!, floorId: "upper" } });
  expect(differenceOf([before], [above]).moved).toEqual(["a"]);
  expect(differenceOf([before], [before])).toEqual({ appeared: [], gone: [], moved: [], changed: [] });
});
