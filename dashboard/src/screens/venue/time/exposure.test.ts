import type { Floor, Place, SuspectSpan, SuspectTimeline } from "@probewarden/contract";
import { expect, test } from "vitest";
import { exposureField, type ExposureField } from "./exposure.ts";

const HOUR = 3_600_000;
const FLOOR: Floor = { floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 };
const square = (x: number, y: number, half: number): [number, number][] => [
  [x - half, y - half],
  [x + half, y - half],
  [x + half, y + half],
  [x - half, y + half],
];
/** Somewhere within two metres, in nineteen of twenty cases within four. */
const placeAt = (x: number, y: number, floorId = "ground"): Place => ({
  floorId,
  position: { x, y },
  radiusMetres: 2,
  method: "grid",
  nearestSensorId: "north",
  regions: [
    { share: 0.5, areaMetres2: 16, rings: [square(x, y, 2)] },
    { share: 0.95, areaMetres2: 64, rings: [square(x, y, 4)] },
  ],
});
const seen = (place: Place, from: number, until: number, over: Partial<SuspectSpan> = {}): SuspectTimeline => ({
  suspectId: `at-${place.position.x}`,
  suspicion: "probe-box",
  places: [place],
  spans: [
    {
      fromMs: from * HOUR,
      untilMs: until * HOUR,
      state: "active",
      band: "strong",
      scoreDb: 22,
      settled: false,
      place: 0,
      ...over,
    },
  ],
});
const field = (...timelines: SuspectTimeline[]): ExposureField =>
  exposureField(timelines, FLOOR, { fromMs: 0, untilMs: 24 * HOUR, reachMetres: 10 });
const at = ({ columns, stepMetres, hours }: ExposureField, x: number, y: number): number =>
  hours[Math.floor(y / stepMetres) * columns + Math.floor(x / stepMetres)] ?? -1;

test("near a suspect every hour counts, at the edge of its reach a share of each, beyond it none", () => {
  const one = field(seen(placeAt(20, 20), 2, 8));
  expect(at(one, 20, 20)).toBeCloseTo(6, 3);
  const edge = at(one, 30, 20);
  expect(edge).toBeGreaterThan(1);
  expect(edge).toBeLessThan(5);
  expect(at(one, 50, 20)).toBe(0);
  expect(one.most).toBeCloseTo(6, 3);
});

test("two suspects at once count an hour once, one after the other twice", () => {
  const place = placeAt(20, 20);
  const other = placeAt(22, 20);
  expect(at(field(seen(place, 0, 4), seen(other, 0, 4)), 21, 20)).toBeCloseTo(4, 3);
  expect(at(field(seen(place, 0, 4), seen(other, 4, 8)), 21, 20)).toBeCloseTo(8, 3);
});

test.each([
  ["silent", { state: "silent" }],
  ["nobody knows", { state: "unobserved" }],
  ["a person had settled it", { settled: true }],
  ["it was only watched", { band: "watch" }],
] as const)("no hour counts in which %s", (_, over) => {
  expect(field(seen(placeAt(20, 20), 0, 4, over)).most).toBe(0);
});

test("no hour counts outside the time, on another floor, or of a place that nobody knows", () => {
  expect(at(field(seen(placeAt(20, 20), -5, 1)), 20, 20)).toBeCloseTo(1, 3);
  expect(field(seen(placeAt(20, 20, "upper"), 0, 4)).most).toBe(0);
  const [span] = seen(placeAt(20, 20), 0, 4).spans;
  const { place: _, ...nowhere } = span!;
  expect(field({ ...seen(placeAt(20, 20), 0, 4), spans: [nowhere] }).most).toBe(0);
});

test("a place that is told as a ring alone is spread around its point", () => {
  const { regions: _, ...ring } = placeAt(20, 20);
  const spread = field(seen(ring, 0, 4));
  expect(at(spread, 20, 20)).toBeCloseTo(4, 2);
  expect(at(spread, 45, 20)).toBe(0);
});

test("two islands are two exposures, and none between them", () => {
  const place = placeAt(10, 20);
  const islands: Place = {
    ...place,
    regions: [
      { share: 0.5, areaMetres2: 16, rings: [square(8, 20, 2)] },
      { share: 0.95, areaMetres2: 32, rings: [square(8, 20, 2), square(52, 20, 2)] },
    ],
  };
  const both = field(seen(islands, 0, 10));
  expect(at(both, 8, 20)).toBeGreaterThan(at(both, 52, 20));
  expect(at(both, 52, 20)).toBeGreaterThan(1);
  expect(at(both, 30, 20)).toBe(0);
});

test("a floor of a mistyped size is answered in as few cells as any other", () => {
  const wide = { ...FLOOR, widthMetres: 20_000, heightMetres: 20_000 };
  const { columns, rows } = exposureField([seen(placeAt(20, 20), 0, 4)], wide, {
    fromMs: 0,
    untilMs: HOUR,
    reachMetres: 16,
  });
  expect(columns * rows).toBeLessThan(4_000);
});
