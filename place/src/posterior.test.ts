import { expect, test } from "vitest";
import type { ChannelLooks, SensorLooks } from "./looks.ts";
import { placeTransmitter } from "./posterior.ts";
import { regionsOf } from "./regions.ts";
import { MOST_CELLS, surveyFloor } from "./survey.ts";

const FLOOR = { widthMetres: 60, heightMetres: 40, walls: [] };
const CORNERS = [
  { id: "nw", x: 5, y: 5 },
  { id: "ne", x: 55, y: 5 },
  { id: "sw", x: 5, y: 35 },
  { id: "se", x: 55, y: 35 },
];

/** Ten minutes at every sensor: a level, or silence while it listened. */
function looks(
  levels: Record<string, number | null>,
  change: Partial<SensorLooks> = {},
  channelMhz = 2437,
): ChannelLooks {
  return {
    channelMhz,
    sensors: Object.entries(levels).map(([sensorId, level]) => ({
      sensorId,
      levelsDbm: Array<number | null>(10).fill(level),
      frames: Array<number>(10).fill(level === null ? 0 : 60),
      listening: Array<number>(10).fill(1),
      sensitivityDbm: -92,
      ...change,
    })),
  };
}

const survey = surveyFloor(FLOOR, CORNERS);
const area = (channels: ChannelLooks[], share = 0.5): number =>
  regionsOf(placeTransmitter(survey, channels), [share])[0]?.areaMetres2 ?? 0;

test("a transmitter is placed towards the sensors that hear it loudest", () => {
  const { point, weights, heardBy } = placeTransmitter(survey, [looks({ nw: -75, ne: -50, sw: -85, se: -75 })]);
  expect(Math.hypot(point.x - 55, point.y - 5)).toBeLessThan(12);
  expect(heardBy).toBe(4);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
});

test("one sensor is enough for a region, and others that listened in silence make it smaller", () => {
  const alone = area([looks({ nw: -70 })]);
  const silent = area([looks({ nw: -70, ne: null, sw: null, se: null })]);
  expect(alone).toBeGreaterThan(100);
  expect(silent).toBeLessThan(alone);
});

test("a sensor that did not listen says nothing by its silence", () => {
  const deaf = looks({ ne: null, sw: null, se: null }, { listening: Array<number>(10).fill(0) });
  const { sensors } = looks({ nw: -70 });
  const withDeaf = placeTransmitter(survey, [{ channelMhz: 2437, sensors: [...sensors, ...deaf.sensors] }]);
  expect(withDeaf.weights).toEqual(placeTransmitter(survey, [looks({ nw: -70 })]).weights);
});

test("silence is bounded: one dead sensor beside the box does not drive it across the floor", () => {
  const { point } = placeTransmitter(survey, [looks({ nw: null, ne: -78, sw: -66, se: -80 })]);
  expect(point.x).toBeLessThan(30);
});

test("more minutes are not more looks: an hour makes a region hardly smaller than ten minutes", () => {
  const levels = { nw: -75, ne: -55, sw: -85, se: -72 };
  const hour = looks(levels);
  for (const sensor of hour.sensors) {
    sensor.levelsDbm = Array<number | null>(60).fill(sensor.levelsDbm[0] ?? null);
    sensor.frames = Array<number>(60).fill(60);
    sensor.listening = Array<number>(60).fill(1);
  }
  expect(area([hour], 0.95)).toBeGreaterThan(0.85 * area([looks(levels)], 0.95));
});

test("two bands of one radio say more than one, and less than twice as much", () => {
  const one = [looks({ nw: -75, ne: -55, sw: -85, se: -72 })];
  const both = [...one, looks({ nw: -83, ne: -62, sw: null, se: -80 }, {}, 5180)];
  expect(area(both, 0.95)).toBeLessThan(area(one, 0.95));
  expect(area(both, 0.95)).toBeGreaterThan(0.5 * area(one, 0.95));
});

test("channels of one band are one set of levels with more frames", () => {
  const levels = { nw: -75, ne: -55, sw: -85, se: -72 };
  const twice = [looks(levels), looks(levels, {}, 2412)];
  expect(placeTransmitter(survey, twice).point).toEqual(placeTransmitter(survey, [looks(levels)]).point);
});

test("who is heard by nobody may be anywhere on the floor, and seldom outside its outline", () => {
  const outline = [
    [0, 0],
    [60, 0],
    [60, 20],
    [0, 20],
  ] as const;
  const { weights, heardBy } = placeTransmitter(surveyFloor({ ...FLOOR, outline }, CORNERS), [looks({ nw: null })]);
  expect(heardBy).toBe(0);
  expect(weights[0]).toBeCloseTo(1 / (60 * 20 * 1.02), 6);
  expect(weights.at(-1)).toBeCloseTo(0.02 / (60 * 20 * 1.02), 7);
});

test("two likely places are two islands", () => {
  const inALine = surveyFloor(FLOOR, [
    { id: "nw", x: 10, y: 20 },
    { id: "ne", x: 30, y: 20 },
    { id: "sw", x: 50, y: 20 },
  ]);
  const posterior = placeTransmitter(inALine, [looks({ nw: -74, ne: -73, sw: -74 })]);
  const [region] = regionsOf(posterior, [0.5]);
  const isIn = (x: number, y: number): boolean => region?.mask[Math.floor(y) * 60 + Math.floor(x)] === 1;
  expect([isIn(30, 4), isIn(30, 20), isIn(30, 36)]).toEqual([true, false, true]);
});

test("levels that no receiver can have measured, frames by the million and listening of more than all are cut to what can be", () => {
  const lies = looks(
    { nw: Number.NaN, ne: 400, sw: -60, se: -Infinity },
    { frames: Array<number>(10).fill(1e12), listening: Array<number>(10).fill(Number.NaN) },
  );
  const { weights, point, heardBy } = placeTransmitter(survey, [lies]);
  expect(heardBy).toBe(1);
  expect(weights.every((weight) => weight >= 0)).toBe(true);
  expect(Number.isFinite(point.x + point.y)).toBe(true);
});

test("a sensor that lies leaves a posterior, and its place on the floor", () => {
  const { weights, point } = placeTransmitter(survey, [looks({ nw: 10, ne: -130, sw: 10, se: -130 })]);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  expect(point.x).toBeGreaterThan(0);
});

test.each([
  [{ ...FLOOR, widthMetres: 60_000 }, "the floor's width is 60000"],
  [{ ...FLOOR, heightMetres: Number.NaN }, "the floor's height is no number"],
  [{ ...FLOOR, walls: [{ x1: 0, y1: Infinity, x2: 1, y2: 1, lossDb: 3 }] }, "a coordinate of wall 1 is no number"],
  [{ ...FLOOR, walls: [{ x1: 0, y1: 0, x2: 1, y2: 1, lossDb: -9 }] }, "the loss of wall 1 is -9"],
])("a floor that cannot be computed with is refused in words (%#)", (floor, words) => {
  expect(() => surveyFloor(floor, CORNERS)).toThrow(words);
});

test("sensors without a place, too many of them, or two with one name are refused in words", () => {
  expect(() => surveyFloor(FLOOR, [{ id: "a", x: Number.NaN, y: 0 }])).toThrow("x of sensor a is no number");
  expect(() =>
    surveyFloor(FLOOR, [
      { id: "a", x: 1, y: 1 },
      { id: "a", x: 2, y: 2 },
    ]),
  ).toThrow("two sensors are called a");
  const many = Array.from({ length: 201 }, (_, at) => ({ id: `s${at}`, x: 1, y: 1 }));
  expect(() => surveyFloor(FLOOR, many)).toThrow("201 sensors");
});

test("the largest floor that is taken has no more cells than any", () => {
  const large = surveyFloor({ widthMetres: 2_000, heightMetres: 2_000, walls: [] }, CORNERS);
  expect(large.fine.prior.length).toBeLessThanOrEqual(MOST_CELLS * 1.02);
  const { weights } = placeTransmitter(large, [looks({ nw: -70 })]);
  expect(weights).toHaveLength(large.fine.prior.length);
});

test("an outline around nothing is no building: the whole floor counts", () => {
  const outline = [
    [70, 70],
    [80, 80],
  ] as const;
  const { fine } = surveyFloor({ ...FLOOR, outline }, CORNERS);
  expect(fine.prior.every((weight) => weight === 1)).toBe(true);
});

test("cells that reach beyond the floor count by the part that is on it", () => {
  const { fine } = surveyFloor({ widthMetres: 10.25, heightMetres: 5, walls: [] }, []);
  expect([fine.columns, fine.rows, fine.prior[0], fine.prior[10]]).toEqual([11, 5, 1, 0.25]);
});
