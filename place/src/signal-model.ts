import { distanceDb, wallLoss, wallNumbers, wallsBetween } from "./between.ts";
import { beliefOf } from "./beliefs.ts";
import type { Calibration } from "./calibration.ts";
import { WALL_ERROR_SHARE, type BandClass } from "./figures.ts";
import type { PlaceFloor } from "./floor.ts";
import { inverseOf } from "./linear.ts";
import { surveyFloor } from "./survey.ts";

/** What one sensor measured of a transmitter, and where it hangs, in metres of the floor. */
export interface MeasuredLevel {
  id: string;
  x: number;
  y: number;
  levelDbm: number;
}

/** How a transmitter at one place is heard all over its floor, as the place was worked out. */
export interface SignalModel {
  /** Level (dBm) at one metre, and the exponent of path loss, as the measured levels leave them. */
  oneMetreDbm: number;
  exponent: number;
  /** Level that is modelled at a place, in dBm. */
  levelAt: (this: void, x: number, y: number) => number;
  /** What was measured less what is modelled and by how much that sensor is known to hear more than others, in dB, by sensor. */
  residuals: ReadonlyMap<string, number>;
}

/** Unknowns: power, exponent, wall factor. */
const UNKNOWNS = 3;

/**
 * The path loss of the posterior with its unknowns (power at one metre, exponent, what the drawn walls take) at their likeliest for a
 * transmitter that stands at `at`: the closed form that the cells are weighed with, at one place, and with what calibration taught of the floor.
 * The shadow takes the likeliest of the spreads that are thought possible. Nothing measured: undefined. Throws PlaceInputError for a floor that
 * cannot be computed with.
 */
export function modelSignal(
  floor: PlaceFloor,
  at: { x: number; y: number },
  measured: readonly MeasuredLevel[],
  { band = "2.4GHz", calibration }: { band?: BandClass; calibration?: Calibration | undefined } = {},
): SignalModel | undefined {
  if (measured.length === 0) return undefined;
  const { walls, hasWalls } = surveyFloor(
    floor,
    measured.map(({ id, x, y }) => ({ id, x, y })),
  );
  const belief = beliefOf(band, hasWalls, calibration?.get(band));
  const drawn = hasWalls ? walls : wallNumbers([]);
  const spread = belief.spreadsDb[belief.logWeights.indexOf(Math.max(...belief.logWeights))] ?? 5;
  /** How the level at a place hangs on the three unknowns. */
  const pathTo = (x: number, y: number): [number, number, number] => [
    1,
    -distanceDb(x - at.x, y - at.y),
    -wallLoss(wallsBetween(drawn, at.x, at.y, x, y), belief.wallScale),
  ];
  const believed = [belief.oneMetreDbm, belief.exponent, belief.wallFactor];
  const along = (path: readonly number[], unknowns: readonly number[]): number =>
    path.reduce((sum, part, k) => sum + part * (unknowns[k] ?? 0), 0);
  const matrix = new Float64Array(UNKNOWNS * UNKNOWNS);
  const side = new Float64Array(UNKNOWNS);
  const spreads = [belief.oneMetreSpread, belief.exponentSpread, belief.wallFactorSpread];
  for (const [k, one] of spreads.entries()) matrix[k * UNKNOWNS + k] = 1 / one ** 2;
  for (const { id, x, y, levelDbm } of measured) {
    const path = pathTo(x, y);
    const { offsetDb, variance } = belief.offsetOf(id);
    const weight = 1 / (spread ** 2 + variance + (WALL_ERROR_SHARE * path[2]) ** 2);
    const left = levelDbm - offsetDb - along(path, believed);
    for (const [row, one] of path.entries()) {
      side[row]! += weight * left * one;
      for (const [column, other] of path.entries()) matrix[row * UNKNOWNS + column]! += weight * one * other;
    }
  }
  const inverse = inverseOf(matrix, UNKNOWNS);
  const unknowns = believed.map(
    (mean, row) => mean + along([...inverse.subarray(row * UNKNOWNS, (row + 1) * UNKNOWNS)], [...side]),
  );
  const levelAt = (x: number, y: number): number => along(pathTo(x, y), unknowns);
  return {
    oneMetreDbm: unknowns[0] ?? Number.NaN,
    exponent: unknowns[1] ?? Number.NaN,
    levelAt,
    residuals: new Map(
      measured.map(({ id, x, y, levelDbm }) => [id, levelDbm - belief.offsetOf(id).offsetDb - levelAt(x, y)]),
    ),
  };
}
