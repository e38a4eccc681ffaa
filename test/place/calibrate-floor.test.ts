import { expect, test } from "vitest";
import {
  calibrate,
  calibrateFloor,
  placesOf,
  placeTransmitter,
  summaryOf,
  surveyFloor,
  type Calibration,
  type CalibrationPoint,
  type FittedFloor,
  type Survey,
} from "@probewarden/place";
import { heldOutAt } from "../../place/src/held-out.ts";
import { makeScene } from "./make-scene.ts";
import { looksAt } from "./place-scene.ts";
import type { Scene } from "./scene.ts";

const floorOf = (seed: number): { scene: Scene; survey: Survey; points: CalibrationPoint[] } => {
  const scene = makeScene(seed, { sensors: 8, walkPoints: 12, accessPoints: 2, transmitters: 6 });
  const survey = surveyFloor({ ...scene.floor, walls: scene.floor.walls ?? [] }, scene.sensors);
  const points = scene.calibration.map(({ transmitter, x, y, levels }) => ({
    source: transmitter,
    x,
    y,
    channelMhz: 2437,
    levels: new Map(Object.entries(levels["2437"] ?? {})),
    sensitivityDbm: scene.sensitivityDbm,
  }));
  return { scene, survey, points };
};

function finish(steps: Generator<undefined, FittedFloor, undefined>): FittedFloor {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

const errorsOf = (scene: Scene, survey: Survey, calibration?: Calibration): number[] =>
  scene.transmitters.map((transmitter) => {
    const { point } = placeTransmitter(survey, looksAt(scene, transmitter), calibration);
    return Math.hypot(point.x - transmitter.truth!.x, point.y - transmitter.truth!.y);
  });

const SEEDS = Array.from({ length: 6 }, (_, at) => 700 + at);

test("the error that is measured with places held out is what transmitters of unknown place are found with; that of the training is smaller", () => {
  const held: number[] = [];
  const unknown: number[] = [];
  const trained: number[] = [];
  for (const seed of SEEDS) {
    const { scene, survey, points } = floorOf(seed);
    const fitted = finish(calibrateFloor(survey, points));
    expect(fitted.error?.count).toBeGreaterThanOrEqual(12);
    held.push(fitted.error!.medianMetres);
    unknown.push(...errorsOf(scene, survey, fitted.calibration));
    // What a fit to all points makes of the very points that it was fitted to.
    trained.push(
      summaryOf(placesOf(points).flatMap((place) => heldOutAt(survey, place, fitted.calibration)?.errorMetres ?? []))
        .medianMetres,
    );
  }
  const of = (values: number[]): number => summaryOf(values).medianMetres;
  expect(of(held)).toBeGreaterThan(0.7 * of(unknown));
  expect(of(held)).toBeLessThan(1.6 * of(unknown));
  expect(of(trained)).toBeLessThan(of(held));
});

test("a place is found without having been in the fit: one whose levels are moved is off, whatever the fit would have made of it", () => {
  const { survey, points } = floorOf(703);
  const [first] = points;
  const far = { ...first!, x: survey.floor.widthMetres - first!.x, y: survey.floor.heightMetres - first!.y };
  const honest = finish(calibrateFloor(survey, points));
  const lied = finish(calibrateFloor(survey, [far, ...points.slice(1)]));
  expect(lied.error!.p90Metres).toBeGreaterThanOrEqual(honest.error!.p90Metres);
});

/** Somebody sends with the walk's address from his own place, louder, so that each sensor's median is what he is heard with. */
function forged(survey: Survey, points: readonly CalibrationPoint[], which: (at: number) => boolean) {
  const [x, y] = [survey.floor.widthMetres * 0.1, survey.floor.heightMetres * 0.1];
  return points.map((point, at): CalibrationPoint => {
    if (point.source !== "walk" || !which(at)) return point;
    const levels = new Map(
      survey.sensors.map((sensor) => {
        const metres = Math.max(2, Math.hypot(sensor.x - x, sensor.y - y));
        const level = Math.round(-22 - 30 * Math.log10(metres) + 2 * Math.sin(at + sensor.x));
        return [sensor.id, level < -92 ? null : level];
      }),
    );
    return { ...point, levels };
  });
}

test("three points of a walk that somebody forged are said, left out, and move the fit little", () => {
  let said = 0;
  for (const seed of SEEDS) {
    const { survey, points } = floorOf(seed);
    const places = new Set([2, 5, 8]);
    const honest = finish(calibrateFloor(survey, points));
    const fitted = finish(
      calibrateFloor(
        survey,
        forged(survey, points, (at) => places.has(at)),
      ),
    );
    said += fitted.leftOut.filter((at) => places.has(at)).length;
    const [a, b] = [honest, fitted].map(({ calibration }) => calibration.get("2.4GHz")!);
    expect(Math.abs(a!.exponent - b!.exponent)).toBeLessThan(0.9);
  }
  // One of three may be where the forger is.
  expect(said).toBeGreaterThanOrEqual(SEEDS.length * 2);
});

test("a walk that was forged from end to end is not used, or harms little", () => {
  const without: number[] = [];
  const used: number[] = [];
  let refused = 0;
  for (const seed of SEEDS) {
    const { scene, survey, points } = floorOf(seed);
    const fitted = finish(
      calibrateFloor(
        survey,
        forged(survey, points, () => true),
      ),
    );
    if (fitted.verdict === "misleading") refused++;
    without.push(...errorsOf(scene, survey));
    used.push(...errorsOf(scene, survey, fitted.verdict === "usable" ? fitted.calibration : undefined));
  }
  expect(refused).toBeGreaterThanOrEqual(SEEDS.length * 0.7);
  expect(summaryOf(used).medianMetres).toBeLessThan(summaryOf(without).medianMetres + 2);
});

test("five places are no measurement, and none are no calibration", () => {
  const { survey, points } = floorOf(700);
  const few = finish(calibrateFloor(survey, points.slice(0, 5)));
  expect(few).toMatchObject({ verdict: "too-few", error: undefined });
  expect(finish(calibrateFloor(survey, [])).calibration.size).toBe(0);
  expect(calibrate(survey, points.slice(0, 5)).size).toBe(1);
});
