import { expect, test } from "vitest";
import { clusterMarks } from "./cluster-marks.ts";

const mark = (at: number, x: number, y: number) => ({ suspectId: `suspect-${at}`, place: { position: { x, y } } });
/** So many on a floor of 60 × 40 m, in no order. */
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => mark(at, (at * 17.31) % 60, (at * 29.77) % 40));

test("a few marks stand for themselves, wherever they are", () => {
  const few = Array.from({ length: 60 }, (_, at) => mark(at, 3, 3));
  expect(clusterMarks(few, 11, undefined)).toEqual({ single: few, clusters: [] });
});

test("many that cover each other are one mark for each square, and none is lost or there twice", () => {
  const marks = many(500);
  const { single, clusters } = clusterMarks(marks, 11, undefined);
  expect(single.length + clusters.length).toBeLessThanOrEqual(16 * 11);
  const shown = [...single, ...clusters.flatMap(({ marks: together }) => together)].map(({ suspectId }) => suspectId);
  expect(shown.length).toBe(500);
  expect(new Set(shown).size).toBe(500);
  // The heaviest comes first in the list, and leads its square.
  for (const { marks: together } of clusters)
    expect(together.map((one) => marks.indexOf(one))).toEqual(
      together.map((one) => marks.indexOf(one)).toSorted((a, b) => a - b),
    );
});

test("nearer they come apart, and the chosen one stands for itself", () => {
  const marks = many(500);
  const far = clusterMarks(marks, 11, "suspect-7");
  const near = clusterMarks(marks, 44, "suspect-7");
  expect(near.single.length).toBeGreaterThan(far.single.length);
  expect(far.single.some(({ suspectId }) => suspectId === "suspect-7")).toBe(true);
});
