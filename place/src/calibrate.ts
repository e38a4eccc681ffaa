import { beliefOf, type BandBelief } from "./beliefs.ts";
import type { BandCalibration, Calibration } from "./calibration.ts";
import { bandClassOf, OFFSET_VARIANCE, WALL_ERROR_SHARE, type BandClass } from "./figures.ts";
import { checkedNumber, PlaceInputError } from "./input-error.ts";
import { inverseOf } from "./linear.ts";
import { normalDensity, normalShare } from "./normal.ts";
import { distanceDb, wallLoss, wallsBetween } from "./between.ts";
import type { Survey } from "./survey.ts";

/** Somebody sent from a known place, and sensors listened. */
export interface CalibrationPoint {
  /** Points with one source have one unknown power: one phone on its walk, one access point. */
  source: string;
  /** Metres on the floor. */
  x: number;
  y: number;
  channelMhz: number;
  /** dBm at each sensor that listened on this channel; null: it listened and heard nothing. */
  levels: ReadonlyMap<string, number | null>;
  sensitivityDbm: number;
}

/** Most points of one floor: a walk has twelve, and forty-eight taught no more. */
export const MOST_POINTS = 2_000;
const MOST_SOURCES = 100;
/** Fewer levels than this teach nothing that was not believed before. */
const LEAST_LEVELS = 4;
const ROUNDS = 25;
/** A level that was not heard lies below the sensitivity by this much at least, in dB: of the frames of a minute the strongest counts. */
const BELOW_SENSITIVITY_DB = 2;
/** Heavy tail of offsets: an antenna that is off costs 12 dB in one sensor of fifty, so a large offset widens its own prior. */
const OFFSET_TAIL = { variance: 18, weight: 5 };
/** What is believed of the spread before: as ten residuals of 5 dB. */
const SPREAD_BEFORE = { squares: 250, count: 10 };

/** One level of one point at one sensor. */
interface Row {
  source: number;
  sensor: number;
  /** null: not heard. */
  levelDbm: number | null;
  sensitivityDbm: number;
  distanceDb: number;
  wall: number;
}

/**
 * `place calibrate`: exponent, wall factor, offsets and spread of one floor from points whose place is known, band by band. What a listening
 * sensor did not hear is fitted as a level below its sensitivity (Tobit by expectation and maximisation): from what was heard alone the
 * exponent comes out 0.17 too low. A band with too few levels is left out.
 */
export function calibrate(survey: Survey, points: readonly CalibrationPoint[]): Calibration {
  if (points.length > MOST_POINTS)
    throw new PlaceInputError(`the calibration has ${points.length} points (at most ${MOST_POINTS})`);
  const bands = new Map<BandClass, CalibrationPoint[]>();
  for (const point of points) {
    const band = bandClassOf(checkedNumber("the channel of a calibration point", point.channelMhz, 900, 8_000));
    bands.set(band, [...(bands.get(band) ?? []), point]);
  }
  const calibration = new Map<BandClass, BandCalibration>();
  for (const [band, of] of bands) {
    const belief = beliefOf(band, survey.hasWalls);
    const { rows, sources } = rowsOf(survey, of, belief.wallScale);
    const sensors = [...new Set(rows.map(({ sensor }) => sensor))].sort((a, b) => a - b);
    if (rows.filter(({ levelDbm }) => levelDbm !== null).length < LEAST_LEVELS) continue;
    const ids = sensors.map((sensor) => survey.sensors[sensor]?.id ?? "");
    const places = new Map(sensors.map((sensor, at) => [sensor, at]));
    const fitted = rows.map((row) => ({ ...row, sensor: places.get(row.sensor) ?? 0 }));
    calibration.set(band, fit(fitted, sources, ids, belief));
  }
  return calibration;
}

function rowsOf(
  { floor, walls, sensors }: Survey,
  points: readonly CalibrationPoint[],
  wallScale: number,
): { rows: Row[]; sources: number } {
  const sources = new Map<string, number>();
  const rows: Row[] = [];
  for (const { source, x, y, levels, sensitivityDbm } of points) {
    checkedNumber(`x of a calibration point of ${source}`, x, -floor.widthMetres, 2 * floor.widthMetres);
    checkedNumber(`y of a calibration point of ${source}`, y, -floor.heightMetres, 2 * floor.heightMetres);
    checkedNumber("the sensitivity of a calibration point", sensitivityDbm, -130, 0);
    const known = sources.get(source) ?? sources.size;
    sources.set(source, known);
    if (sources.size > MOST_SOURCES)
      throw new PlaceInputError(`the calibration has more than ${MOST_SOURCES} transmitters`);
    for (const [index, sensor] of sensors.entries()) {
      const level = levels.get(sensor.id);
      if (level === undefined) continue;
      rows.push({
        source: known,
        sensor: index,
        levelDbm: level === null ? null : checkedNumber(`a level of ${source} at ${sensor.id}`, level, -130, 10),
        sensitivityDbm,
        distanceDb: distanceDb(x - sensor.x, y - sensor.y),
        wall: wallLoss(wallsBetween(walls, x, y, sensor.x, sensor.y), wallScale),
      });
    }
  }
  return { rows, sources: sources.size };
}

/** Unknowns in this order: exponent, wall factor, one power a source, one offset a sensor; all about what is believed beforehand. */
function fit(rows: readonly Row[], sources: number, ids: readonly string[], belief: BandBelief): BandCalibration {
  const size = 2 + sources + ids.length;
  const offsetVariance = new Float64Array(ids.length).fill(OFFSET_VARIANCE);
  const heard = rows.filter(({ levelDbm }) => levelDbm !== null).length;
  let solution = new Float64Array(size);
  let covariance = new Float64Array(size * size);
  let spreadSquared = SPREAD_BEFORE.squares / SPREAD_BEFORE.count;
  let freedom = 1;
  const fitOf = ({ source, sensor, distanceDb: g, wall }: Row): number =>
    belief.oneMetreDbm -
    (belief.exponent + solution[0]!) * g -
    (belief.wallFactor + solution[1]!) * wall +
    solution[2 + source]! +
    solution[2 + sources + sensor]!;
  for (let round = 0; round < ROUNDS; round++) {
    const information = new Float64Array(size * size);
    const known = new Float64Array(size * size);
    const right = new Float64Array(size);
    const believed = (at: number, variance: number): void => {
      information[at * size + at]! += 1 / variance;
      known[at * size + at]! += 1 / variance;
    };
    believed(0, belief.exponentSpread ** 2);
    believed(1, belief.wallFactorSpread ** 2);
    for (let source = 0; source < sources; source++) believed(2 + source, belief.oneMetreSpread ** 2);
    for (const [sensor, variance] of offsetVariance.entries()) believed(2 + sources + sensor, variance);
    for (const row of rows) {
      const variance = spreadSquared + (WALL_ERROR_SHARE * row.wall) ** 2;
      const { level, worth } = levelOf(row, fitOf(row), Math.sqrt(variance));
      const r = level - belief.oneMetreDbm + belief.exponent * row.distanceDb + belief.wallFactor * row.wall;
      const places = [0, 1, 2 + row.source, 2 + sources + row.sensor];
      const factors = [-row.distanceDb, -row.wall, 1, 1];
      for (const [i, at] of places.entries()) {
        right[at]! += (factors[i]! * r) / variance;
        for (const [j, with_] of places.entries()) {
          const term = (factors[i]! * factors[j]!) / variance;
          information[at * size + with_]! += term;
          known[at * size + with_]! += term * worth;
        }
      }
    }
    const filled = inverseOf(information, size);
    solution = timesVector(filled, right, size);
    // What was filled in is no knowledge: how sure the result is, is told by what a censored level is worth.
    covariance = inverseOf(known, size);
    let squares = 0;
    for (const row of rows) if (row.levelDbm !== null) squares += (row.levelDbm - fitOf(row)) ** 2;
    let used = 2 + sources;
    for (const [sensor, variance] of offsetVariance.entries()) {
      const at = 2 + sources + sensor;
      const left = covariance[at * size + at]!;
      used += 1 - Math.min(1, left / variance);
      offsetVariance[sensor] = (OFFSET_TAIL.variance + solution[at]! ** 2 + left) / OFFSET_TAIL.weight;
    }
    freedom = Math.max(1, heard - used);
    spreadSquared = (squares + SPREAD_BEFORE.squares) / (freedom + SPREAD_BEFORE.count);
  }
  const spreadDb = Math.sqrt(spreadSquared);
  const clear = rows.filter((row) => fitOf(row) > row.sensitivityDbm + 2 * spreadDb);
  return {
    exponent: belief.exponent + solution[0]!,
    exponentSpread: Math.sqrt(covariance[0]!),
    wallFactor: belief.wallFactor + solution[1]!,
    wallFactorSpread: Math.sqrt(covariance[size + 1]!),
    offsets: new Map(
      ids.map((id, sensor) => {
        const at = 2 + sources + sensor;
        return [id, { offsetDb: solution[at]!, variance: covariance[at * size + at]! }];
      }),
    ),
    spreadDb,
    freedom,
    expected: clear.length,
    missed: clear.filter(({ levelDbm }) => levelDbm === null).length,
  };
}

/** A level as it was heard, or what it was most likely when it was not; and what that is worth against one that was heard. */
function levelOf({ levelDbm, sensitivityDbm }: Row, fitted: number, spread: number): { level: number; worth: number } {
  if (levelDbm !== null) return { level: levelDbm, worth: 1 };
  const a = (sensitivityDbm - BELOW_SENSITIVITY_DB - fitted) / spread;
  // Far out in the tail the ratio is −a.
  const ratio = a < -6 ? -a : normalDensity(a) / normalShare(a);
  return { level: fitted - spread * ratio, worth: Math.min(1, Math.max(0, ratio * (ratio + a))) };
}

function timesVector(matrix: Float64Array, vector: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) result[row]! += matrix[row * size + column]! * vector[column]!;
  return result;
}
