import { expect, test } from "vitest";
import { beliefOf } from "./beliefs.ts";
import { WALL_ERROR_SHARE } from "./figures.ts";
import { addLogLikelihood, prepare } from "./likelihood.ts";
import { normalDensity, normalQuantile, normalShare, quickShare } from "./normal.ts";
import { fillAll, surveyFloor } from "./survey.ts";

const FLOOR = {
  widthMetres: 30,
  heightMetres: 20,
  walls: [
    { x1: 15, y1: 0, x2: 15, y2: 20, lossDb: 8 },
    { x1: 0, y1: 10, x2: 30, y2: 10, lossDb: 5 },
  ],
};
const SENSORS = [
  { id: "a", x: 3, y: 3 },
  { id: "b", x: 26, y: 4 },
  { id: "c", x: 14, y: 17 },
];

/** The same by adding up over power, exponent and wall factor on a fine mesh: no algebra, a thousand times the work. */
function byNumbers(cell: number, levels: readonly (number | undefined)[], thresholdDbm: number): number {
  const survey = surveyFloor(FLOOR, SENSORS);
  const belief = beliefOf("2.4GHz", true);
  fillAll(survey);
  const g = SENSORS.map((_, at) => survey.fine.distanceDb[cell * 3 + at]);
  const wall = SENSORS.map((_, at) => survey.fine.wallsDb[cell * 3 + at]);
  let total = 0;
  for (const [k, spread] of belief.spreadsDb.entries()) {
    let sum = 0;
    for (let p = -4; p <= 4; p += 0.2)
      for (let n = -4; n <= 4; n += 0.2)
        for (let c = -4; c <= 4; c += 0.4) {
          let product = normalDensity(p) * normalDensity(n) * normalDensity(c);
          for (const [at, level] of levels.entries()) {
            const mean =
              belief.oneMetreDbm +
              p * belief.oneMetreSpread -
              (belief.exponent + n * belief.exponentSpread) * (g[at] ?? 0) -
              (belief.wallFactor + c * belief.wallFactorSpread) * (wall[at] ?? 0);
            const still = spread ** 2 + 5 + (WALL_ERROR_SHARE * (wall[at] ?? 0)) ** 2;
            if (level === undefined) product *= normalShare((thresholdDbm - mean) / Math.sqrt(still + 4)) * 0.92 + 0.08;
            else product *= normalDensity((level - mean) / Math.sqrt(still + 2)) / Math.sqrt(still + 2);
          }
          sum += product;
        }
    total += Math.exp(belief.logWeights[k] ?? 0) * sum;
  }
  return Math.log(total);
}

test("the closed form is what adding up over power, exponent, walls and spread gives", () => {
  const survey = surveyFloor(FLOOR, SENSORS);
  const evidence = {
    band: "2.4GHz" as const,
    heard: [
      { sensor: 0, levelDbm: -62, variance: 2 },
      { sensor: 1, levelDbm: -71, variance: 2 },
    ],
    silent: [{ sensor: 2, chance: 1, thresholdDbm: -92 }],
  };
  const cells = Int32Array.of(33, 140, 255, 400, 580);
  const logs = new Float64Array(600);
  fillAll(survey);
  addLogLikelihood(prepare(survey, evidence, beliefOf("2.4GHz", true)), survey.fine, cells, cells.length, 1, logs);
  const differences = [...cells].map((cell) => (logs[cell] ?? 0) - byNumbers(cell, [-62, -71, undefined], -92));
  // Constants that all cells share are left out: what is left must be the same everywhere. The silent sensor is taken as independent
  // of what the levels leave open, which costs some hundredths.
  for (const difference of differences) expect(Math.abs(difference - (differences[0] ?? 0))).toBeLessThan(0.1);
});

test("the share of a normal, its table and its inverse agree with the printed ones", () => {
  expect(normalShare(0)).toBeCloseTo(0.5, 6);
  expect(normalShare(1.959_964)).toBeCloseTo(0.975, 6);
  expect(normalQuantile(0.025)).toBeCloseTo(-1.959_964, 3);
  for (let z = -9; z < 9; z += 0.137) expect(Math.abs(quickShare(z) - normalShare(z))).toBeLessThan(2e-5);
  expect([quickShare(Number.NaN), quickShare(-Infinity), quickShare(Infinity)]).toEqual([0, 0, 1]);
});
