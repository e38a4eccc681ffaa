import { expect, test } from "vitest";
import { calibrate, type CalibrationPoint } from "./calibrate.ts";
import { distanceDb } from "./between.ts";
import { surveyFloor } from "./survey.ts";

const SENSORS = [
  { id: "a", x: 5, y: 5 },
  { id: "b", x: 55, y: 5 },
  { id: "c", x: 30, y: 36 },
  { id: "d", x: 5, y: 35 },
];
const survey = surveyFloor({ widthMetres: 60, heightMetres: 40, walls: [] }, SENSORS);

/** A walk over the floor, as it would be heard with this exponent and these offsets; what lies below −92 dBm is not heard. */
function walk(
  exponent: number,
  offsets: Record<string, number> = {},
  source = "walk",
  power = -36,
): CalibrationPoint[] {
  return Array.from({ length: 12 }, (_, at) => {
    const [x, y] = [5 + (at % 4) * 16, 6 + Math.floor(at / 4) * 13];
    const levels = new Map(
      SENSORS.map((sensor, index) => {
        // Some decibels up and down that follow no rule of the model.
        const shadow = 3 * Math.sin(7 * at + 13 * index);
        const level = power - exponent * distanceDb(x - sensor.x, y - sensor.y) + (offsets[sensor.id] ?? 0) + shadow;
        return [sensor.id, level < -92 ? null : level];
      }),
    );
    return { source, x, y, channelMhz: 2437, levels, sensitivityDbm: -92 };
  });
}

test("twelve points of a walk find the exponent, closer than it was believed, and the spread", () => {
  const fitted = calibrate(survey, walk(2.6)).get("2.4GHz");
  expect(fitted?.exponent).toBeGreaterThan(2.3);
  expect(fitted?.exponent).toBeLessThan(2.9);
  expect(fitted?.exponentSpread).toBeLessThan(0.4);
  expect(fitted?.spreadDb).toBeLessThan(4);
});

test("what a listening sensor did not hear is fitted too: the exponent of a floor that swallows much is not taken too low", () => {
  const points = walk(4, {}, "walk", -40);
  const unheard = points.flatMap(({ levels }) => [...levels.values()]).filter((level) => level === null).length;
  expect(unheard).toBeGreaterThan(10);
  const heardOnly = points.map((point) => ({
    ...point,
    levels: new Map([...point.levels].filter(([, level]) => level !== null)),
  }));
  const all = calibrate(survey, points).get("2.4GHz")!.exponent;
  const some = calibrate(survey, heardOnly).get("2.4GHz")!.exponent;
  expect(all).toBeGreaterThan(some);
  expect(Math.abs(all - 4)).toBeLessThan(0.5);
});

test("an antenna that costs 12 dB is found, and fair ones stay near nothing", () => {
  const offsets = calibrate(survey, walk(3, { b: -12 })).get("2.4GHz")!.offsets;
  expect(offsets.get("b")!.offsetDb).toBeLessThan(-7);
  expect(Math.abs(offsets.get("c")!.offsetDb)).toBeLessThan(4);
});

test("access points of unknown powers count beside the walk, each with a power of its own", () => {
  const points = [
    ...walk(3).slice(0, 6),
    ...walk(3, {}, "ap1", -25).slice(2, 3),
    ...walk(3, {}, "ap2", -45).slice(7, 8),
  ];
  expect(Math.abs(calibrate(survey, points).get("2.4GHz")!.exponent - 3)).toBeLessThan(0.4);
});

test("sensors that miss what they should hear clearly are counted", () => {
  const points = walk(3);
  const deaf = points.map((point) => ({ ...point, levels: new Map([...point.levels, ["a", null] as const]) }));
  const { expected, missed } = calibrate(survey, deaf).get("2.4GHz")!;
  expect(expected).toBeGreaterThan(20);
  expect(missed).toBeLessThanOrEqual(12);
});

test("three levels teach nothing, and no points are no calibration", () => {
  expect(calibrate(survey, []).size).toBe(0);
  const few = walk(3)
    .slice(0, 1)
    .map((point) => ({ ...point, levels: new Map([...point.levels].slice(0, 3)) }));
  expect(calibrate(survey, few).size).toBe(0);
});

test("points that cannot be are refused in words", () => {
  const walked = walk(3);
  const changed = (change: Partial<CalibrationPoint>): CalibrationPoint[] =>
    walked.map((point) => ({ ...point, ...change }));
  const many = (count: number): CalibrationPoint[] =>
    Array.from({ length: count }, (_, at) => walked.map((point) => ({ ...point, source: `ap${at}` }))).flat();
  expect(() => calibrate(survey, changed({ x: Number.NaN }))).toThrow("x of a calibration point of walk is no number");
  expect(() => calibrate(survey, changed({ levels: new Map([["a", 1e9]]) }))).toThrow(
    "a level of walk at a is 1000000000",
  );
  expect(() => calibrate(survey, many(101))).toThrow("more than 100 transmitters");
  expect(() => calibrate(survey, many(200))).toThrow("2400 points");
});
