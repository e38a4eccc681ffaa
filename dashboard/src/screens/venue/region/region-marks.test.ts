import { expect, test } from "vitest";
import type { VenueNeeds } from "../all/rank-venues.ts";
import {
  districtsOf,
  frameOf,
  isOnePlace,
  isWithinFrame,
  marksOf,
  scaleBarMetres,
  spotsOf,
  viewOf,
} from "./region-marks.ts";

const needs = (venueId: string, place?: [north: number, east: number], over: Partial<VenueNeeds> = {}): VenueNeeds => ({
  venue: {
    venueId,
    name: venueId,
    timeZone: "Asia/Shanghai",
    floors: [],
    ...(place && { location: { latitudeDegrees: place[0], longitudeDegrees: place[1] } }),
  },
  isDark: false,
  strong: 0,
  suspected: 0,
  toVisit: 0,
  sensors: 0,
  hearing: 1,
  allSensors: 1,
  band: undefined,
  ...over,
});

test("a degree is as long as it is at that latitude, north is up and east is right", () => {
  const [south, north, east] = spotsOf([needs("s", [31, 121]), needs("n", [31.01, 121]), needs("e", [31, 121.01])]);
  expect((south?.y ?? 0) - (north?.y ?? 0)).toBeCloseTo(1_113, 0);
  expect((east?.x ?? 0) - (south?.x ?? 0)).toBeCloseTo(954, 0);
});

test("venues that would cover each other are one mark, which what needs a person most leads, and come apart from nearer", () => {
  const ranked = [
    needs("worst", [31.2, 121.4], { strong: 1, band: "strong" }),
    needs("near", [31.2005, 121.4005]),
    needs("far", [31.4, 121.8], { sensors: 1 }),
  ];
  const spots = spotsOf(ranked);
  const marks = marksOf(spots, viewOf(frameOf(spots), 800, 600));
  expect(marks.map((mark) => [mark.spots.map((spot) => spot.needs.venue.venueId).join(), mark.waiting])).toEqual([
    ["worst,near", 1],
    ["far", 1],
  ]);
  const nearer = frameOf(marks[0]!.spots);
  const seen = spots.filter((spot) => isWithinFrame(spot, nearer));
  expect(marksOf(seen, viewOf(nearer, 800, 600)).map((mark) => mark.spots.length)).toEqual([1, 1]);
  expect(isOnePlace(marks[0]!.spots)).toBe(false);
  expect(isOnePlace(spotsOf([needs("a", [31, 121]), needs("b", [31, 121])]))).toBe(true);
});

test("ten thousand venues are a few hundred marks, none within a finger of another, and none is lost", () => {
  const ranked = Array.from({ length: 10_000 }, (_, at) =>
    needs(`v-${at}`, [30 + ((at * 7_919) % 10_000) / 10_000, 120 + ((at * 104_729) % 10_007) / 5_000]),
  );
  const spots = spotsOf(ranked);
  const marks = marksOf(spots, viewOf(frameOf(spots), 1_000, 560));
  expect(marks.reduce((sum, mark) => sum + mark.spots.length, 0)).toBe(10_000);
  expect(marks.length).toBeLessThan(300);
  expect(marks.length).toBeGreaterThan(50);
  const nearest = marks.map((one) =>
    Math.min(...marks.filter((other) => other !== one).map((other) => Math.hypot(one.x - other.x, one.y - other.y))),
  );
  expect(Math.min(...nearest)).toBeGreaterThan(20);
});

test("one venue, and none, have a frame of some size", () => {
  for (const spots of [[], spotsOf([needs("a", [31, 121])])]) {
    const frame = frameOf(spots);
    expect(frame.width).toBeGreaterThan(100);
    for (const spot of spots) expect(isWithinFrame(spot, frame)).toBe(true);
  }
});

test("the scale is a round length that fits", () => {
  expect([0.14, 0.1, 0.03, 3].map((pixels) => scaleBarMetres(pixels))).toEqual([1_000, 1_000, 2_000, 20]);
});

test("who says no place stands with its district, the district first that needs a person most", () => {
  const of = (venueId: string, district?: string, over: Partial<VenueNeeds> = {}) => {
    const one = needs(venueId, undefined, over);
    return { ...one, venue: { ...one.venue, ...(district === undefined ? {} : { district }) } };
  };
  const groups = districtsOf([
    of("a", "South", { strong: 1 }),
    of("b", "North", { sensors: 1 }),
    of("c"),
    of("d", "South"),
    needs("placed", [31, 121]),
  ]);
  expect(groups.map(({ district, venues, waiting }) => [district, venues.length, waiting])).toEqual([
    ["South", 2, 1],
    ["North", 1, 1],
    ["", 1, 0],
  ]);
});
