import { beliefOf } from "./beliefs.ts";
import { distanceDb, wallLoss, wallsBetween } from "./between.ts";
import { calibrate, type CalibrationPoint } from "./calibrate.ts";
import type { Calibration } from "./calibration.ts";
import { bandClassOf } from "./figures.ts";
import { heldOutAt, summaryOf, type HeldOutPlace, type MeasuredError } from "./held-out.ts";
import type { Survey } from "./survey.ts";

/** What points at known places taught of a floor, and how far off it then places what it was not taught. */
export interface FittedFloor {
  calibration: Calibration;
  /** Each place in turn left out of the fit and placed by it; undefined where there are too few places to say. */
  error: MeasuredError | undefined;
  /** The same places by the numbers of a floor that nobody calibrated. */
  errorWithout: MeasuredError | undefined;
  /** Places that do not fit the others, by their order; they are no part of the fit, and count in the error. */
  leftOut: readonly number[];
  /** `misleading`: places that are held out are found with it hardly better than by guessing, or worse than without: it is not to be used. */
  verdict: "usable" | "too-few" | "misleading";
}

/** Fewer places than this are no measurement: a 90th percentile of five is the worst of them. */
export const LEAST_PLACES = 6;
/** More than this share of the places is not left out: then it is not they that are wrong. */
const MOST_LEFT_OUT = 1 / 3;
/** A place whose levels lie so many spreads from the fit, and so many times farther than the usual one, does not fit. */
const MISFIT = { spreads: 2.2, times: 1.8 };
/**
 * Bits that held-out places must be found with, and by how many the fit may be behind the numbers of any floor: less is chance with a dozen
 * places. On 60 made floors honest walks reach 0.3 to 4.8 bits and are behind by 0.2 at most; walks that were forged from end to end −1.4 to 0.5.
 */
const LEAST_BITS = 0.5;
const BITS_BEHIND = 0.25;

/** Points of one transmitter at one place are one look, whatever its channels. In the order in which they were given. */
export function placesOf(points: readonly CalibrationPoint[]): CalibrationPoint[][] {
  const places = new Map<string, CalibrationPoint[]>();
  for (const point of points) {
    const key = JSON.stringify([point.source, point.x, point.y]);
    places.set(key, [...(places.get(key) ?? []), point]);
  }
  return [...places.values()];
}

/**
 * `place calibrate` for a floor that is used: fits, leaves out what does not fit the rest, and measures the error with each place held out in
 * turn. Yields between its steps, of some ten milliseconds each, so that whoever runs it can let others have their turn. Throws
 * PlaceInputError as `calibrate` does.
 */
export function* calibrateFloor(
  survey: Survey,
  points: readonly CalibrationPoint[],
): Generator<undefined, FittedFloor, undefined> {
  const places = placesOf(points);
  const leftOut = new Set<number>();
  const kept = (except?: number): CalibrationPoint[] =>
    places.filter((_, at) => at !== except && !leftOut.has(at)).flat();
  let calibration = calibrate(survey, kept());
  yield undefined;
  while (leftOut.size < Math.floor(places.length * MOST_LEFT_OUT)) {
    const worst = worstOf(survey, places, leftOut, calibration);
    if (worst === undefined) break;
    leftOut.add(worst);
    calibration = calibrate(survey, kept());
    yield undefined;
  }
  const measured: HeldOutPlace[] = [];
  for (const [at, place] of places.entries()) {
    const others = leftOut.has(at) ? calibration : calibrate(survey, kept(at));
    const found = heldOutAt(survey, place, others);
    if (found !== undefined) measured.push(found);
    yield undefined;
  }
  const order = [...leftOut].toSorted((a, b) => a - b);
  if (calibration.size === 0 || measured.length < LEAST_PLACES)
    return { calibration, error: undefined, errorWithout: undefined, leftOut: order, verdict: "too-few" };
  const error = summaryOf(measured.map(({ errorMetres }) => errorMetres));
  const bits = meanOf(measured.map((place) => place.bits));
  const bitsWithout = meanOf(measured.map((place) => place.bitsWithout));
  return {
    calibration,
    error,
    errorWithout: summaryOf(measured.map(({ errorMetresWithout }) => errorMetresWithout)),
    leftOut: order,
    verdict: bits < LEAST_BITS || bits < bitsWithout - BITS_BEHIND ? "misleading" : "usable",
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The place that fits the others least, where it does not fit them. */
function worstOf(
  survey: Survey,
  places: readonly CalibrationPoint[][],
  leftOut: ReadonlySet<number>,
  calibration: Calibration,
): number | undefined {
  const powers = powersOf(survey, places, leftOut, calibration);
  const misfits = places.map((place, at) => {
    if (leftOut.has(at)) return Number.NaN;
    let squares = 0;
    let count = 0;
    for (const point of place) {
      const fitted = calibration.get(bandClassOf(point.channelMhz));
      if (fitted === undefined) continue;
      const power = powers.get(keyOf(point)) ?? 0;
      for (const residual of residualsOf(survey, point, calibration)) {
        squares += ((residual - power) / fitted.spreadDb) ** 2;
        count++;
      }
    }
    return count < 2 ? Number.NaN : Math.sqrt(squares / count);
  });
  const known = misfits.filter((misfit) => !Number.isNaN(misfit)).toSorted((a, b) => a - b);
  const usual = known[known.length >> 1] ?? 0;
  const most = known.at(-1) ?? 0;
  return most > MISFIT.spreads || (most > MISFIT.times * usual && most > MISFIT.spreads / 1.5)
    ? misfits.indexOf(most)
    : undefined;
}

const keyOf = ({ source, channelMhz }: CalibrationPoint): string => `${bandClassOf(channelMhz)} ${source}`;

/** What each transmitter sends with, as its points say: the middle one, which a few that are wrong do not move. */
function powersOf(
  survey: Survey,
  places: readonly CalibrationPoint[][],
  leftOut: ReadonlySet<number>,
  calibration: Calibration,
): Map<string, number> {
  const all = new Map<string, number[]>();
  for (const [at, place] of places.entries()) {
    if (leftOut.has(at)) continue;
    for (const point of place)
      all.set(keyOf(point), [...(all.get(keyOf(point)) ?? []), ...residualsOf(survey, point, calibration)]);
  }
  return new Map(
    [...all].map(([key, residuals]) => [key, residuals.toSorted((a, b) => a - b)[residuals.length >> 1] ?? 0]),
  );
}

/** Each level that was heard, less what the fit says of a transmitter of the usual power. */
function residualsOf(
  { sensors, walls, hasWalls }: Survey,
  { x, y, channelMhz, levels }: CalibrationPoint,
  calibration: Calibration,
): number[] {
  const band = bandClassOf(channelMhz);
  const fitted = calibration.get(band);
  if (fitted === undefined) return [];
  const { oneMetreDbm, wallScale } = beliefOf(band, hasWalls, fitted);
  return sensors.flatMap((sensor) => {
    const level = levels.get(sensor.id) ?? null;
    if (level === null) return [];
    const wall = wallLoss(wallsBetween(walls, x, y, sensor.x, sensor.y), wallScale);
    const mean =
      oneMetreDbm -
      fitted.exponent * distanceDb(x - sensor.x, y - sensor.y) -
      fitted.wallFactor * wall +
      (fitted.offsets.get(sensor.id)?.offsetDb ?? 0);
    return [level - mean];
  });
}
