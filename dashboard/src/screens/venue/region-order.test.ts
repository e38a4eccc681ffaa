import type { PlaceRegion } from "@probewarden/contract";
import { expect, test } from "vitest";
import { widestFirst } from "./region-order.ts";

const region = (
  share: number,
  rings: PlaceRegion["rings"] = [
    [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
  ],
): PlaceRegion => ({ share, areaMetres2: 1, rings });

test("the wide region is drawn first, so that the likelier one lies on it; one without an edge not at all", () => {
  expect(widestFirst([region(0.5), region(0.95)]).map(({ share }) => share)).toEqual([0.95, 0.5]);
  expect(widestFirst([region(0.5), region(0.95, [])]).map(({ share }) => share)).toEqual([0.5]);
  expect(widestFirst([])).toEqual([]);
});
