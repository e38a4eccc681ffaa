import type { BandBelief } from "./beliefs.ts";
import { SLAB_DB, WALL_ERROR_SHARE } from "./figures.ts";
import type { Evidence } from "./looks.ts";
import { quickShare } from "./normal.ts";
import type { Cells, Survey } from "./survey.ts";

/** Variance of a single look at a sensor that heard nothing, in dB²: what moves, and what frames do. */
const UNHEARD_VARIANCE = 4;
/** Above this a product is taken the logarithm of before it leaves what a number can hold. */
const LARGE_PRODUCT = 1e60;
const SMALL_PRODUCT = 1e-100;

/** One radio's evidence in one band with what is believed of the floor, as rows of numbers in the order in which they are read. */
export interface Prepared {
  belief: BandBelief;
  isWallAt5GHz: boolean;
  sensors: number;
  heardAt: Int32Array;
  /** Level less offset and believed power; variance without the shadow's. */
  level: Float64Array;
  noise: Float64Array;
  silentAt: Int32Array;
  chance: Float64Array;
  /** Threshold less offset and believed power. */
  room: Float64Array;
  silentNoise: Float64Array;
  /** Storeys between a sensor and these cells, as a factor of what a slab takes; undefined: all on one storey. */
  slabs: Float64Array | undefined;
}

export function prepare(
  survey: Pick<Survey, "sensors">,
  { band, heard, silent }: Evidence,
  belief: BandBelief,
  slabs?: Float64Array,
): Prepared {
  const offset = (sensor: number): { offsetDb: number; variance: number } =>
    belief.offsetOf(survey.sensors[sensor]?.id ?? "");
  const { oneMetreDbm } = belief;
  return {
    belief,
    isWallAt5GHz: band !== "2.4GHz",
    sensors: survey.sensors.length,
    heardAt: Int32Array.from(heard, ({ sensor }) => sensor),
    level: Float64Array.from(heard, (it) => it.levelDbm - offset(it.sensor).offsetDb - oneMetreDbm),
    noise: Float64Array.from(heard, (it) => it.variance + offset(it.sensor).variance),
    silentAt: Int32Array.from(silent, ({ sensor }) => sensor),
    chance: Float64Array.from(silent, (it) => it.chance),
    room: Float64Array.from(silent, (it) => it.thresholdDbm - offset(it.sensor).offsetDb - oneMetreDbm),
    silentNoise: Float64Array.from(silent, (it) => UNHEARD_VARIANCE + offset(it.sensor).variance),
    slabs,
  };
}

/**
 * Adds to `logs` the natural logarithm, times `temper`, of how likely what was heard is, were the transmitter in each of the first `count` of
 * `chosen` cells (which must be filled). Constants that all cells share are left out.
 *
 * The closed form: level = P − n·g − c·W + offset + shadow + what moves, with power P, exponent n and wall factor c normal and integrated
 * out per cell (a linear Gaussian model with three unknowns), and the shadow's spread mixed over a few values. Each silent sensor multiplies
 * by the chance that it stays silent, as predicted from the sensors that hear; never by less than that it is deaf.
 */
export function addLogLikelihood(
  prepared: Prepared,
  cells: Cells,
  chosen: Int32Array,
  count: number,
  temper: number,
  logs: Float64Array,
): void {
  const { sensors, heardAt, level, noise, silentAt, chance, room, silentNoise, belief } = prepared;
  const { exponent, wallFactor, deaf } = belief;
  const spreads = Float64Array.from(belief.spreadsDb, (spread) => spread * spread);
  const logWeights = Float64Array.from(belief.logWeights);
  const heardCount = heardAt.length;
  const silentCount = silentAt.length;
  const powerWeight = 1 / belief.oneMetreSpread ** 2;
  const exponentWeight = 1 / belief.exponentSpread ** 2;
  // Between storeys the slabs are the third unknown, and what walls take is believed with its spread.
  const { slabs } = prepared;
  const slabOf = slabs ?? new Float64Array(sensors);
  const wallsAreThird = slabs === undefined ? 1 : 0;
  const slabDb = SLAB_DB.mean;
  const thirdWeight = 1 / (slabs === undefined ? belief.wallFactorSpread : SLAB_DB.spread) ** 2;
  const wallVariance = WALL_ERROR_SHARE ** 2 + (slabs === undefined ? 0 : belief.wallFactorSpread ** 2);
  const distanceDb = cells.distanceDb;
  const wallsDb = prepared.isWallAt5GHz ? cells.wallsDb5GHz : cells.wallsDb;
  // Four numbers for each sensor: its distance, walls or slabs, variance, and the residual or what is taken for certain.
  const heard = new Float64Array(4 * heardCount);
  const silent = new Float64Array(4 * silentCount);
  const ofSpread = new Float64Array(spreads.length);
  const spans = new Float64Array(spreads.length);
  for (let at = 0; at < count; at++) {
    const cell = chosen[at]!;
    const row = cell * sensors;
    for (let i = 0; i < heardCount; i++) {
      const sensor = row + heardAt[i]!;
      const g = distanceDb[sensor]!;
      const loss = wallsDb[sensor]!;
      heard[4 * i] = g;
      const slab = slabOf[heardAt[i]!]!;
      heard[4 * i + 1] = wallsAreThird * loss + slab;
      heard[4 * i + 2] = noise[i]! + wallVariance * loss * loss;
      heard[4 * i + 3] = level[i]! + wallFactor * loss + slabDb * slab + exponent * g;
    }
    for (let j = 0; j < silentCount; j++) {
      const sensor = row + silentAt[j]!;
      const loss = wallsDb[sensor]!;
      const slab = slabOf[silentAt[j]!]!;
      const g = distanceDb[sensor]!;
      silent[4 * j] = g;
      silent[4 * j + 1] = wallsAreThird * loss + slab;
      silent[4 * j + 2] = silentNoise[j]! + wallVariance * loss * loss;
      silent[4 * j + 3] = room[j]! + wallFactor * loss + slabDb * slab + exponent * g;
    }
    let most = -Infinity;
    for (let k = 0; k < spreads.length; k++) {
      const spread = spreads[k]!;
      // A = Σ w φφᵀ + S⁻², b = Σ w r φ with φ = (1, −g, −W): six sums for the one, three for the other.
      let a00 = powerWeight;
      let a01 = 0;
      let a02 = 0;
      let a11 = exponentWeight;
      let a12 = 0;
      let a22 = thirdWeight;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let squares = 0;
      let product = 1;
      let logVariances = 0;
      for (let i = 0; i < heardCount; i++) {
        const g = heard[4 * i]!;
        const loss = heard[4 * i + 1]!;
        const variance = spread + heard[4 * i + 2]!;
        const r = heard[4 * i + 3]!;
        const w = 1 / variance;
        const wg = w * g;
        const wl = w * loss;
        const wr = w * r;
        a00 += w;
        a01 -= wg;
        a02 -= wl;
        a11 += wg * g;
        a12 += wg * loss;
        a22 += wl * loss;
        b0 += wr;
        b1 -= wr * g;
        b2 -= wr * loss;
        squares += wr * r;
        product *= variance;
        if (product > LARGE_PRODUCT) {
          logVariances += Math.log(product);
          product = 1;
        }
      }
      const m00 = a11 * a22 - a12 * a12;
      const m01 = a02 * a12 - a01 * a22;
      const m02 = a01 * a12 - a02 * a11;
      const determinant = a00 * m00 + a01 * m01 + a02 * m02;
      const inverse = 1 / determinant;
      const c00 = m00 * inverse;
      const c01 = m01 * inverse;
      const c02 = m02 * inverse;
      const c11 = (a00 * a22 - a02 * a02) * inverse;
      const c12 = (a01 * a02 - a00 * a12) * inverse;
      const c22 = (a00 * a11 - a01 * a01) * inverse;
      const power = c00 * b0 + c01 * b1 + c02 * b2;
      const slope = c01 * b0 + c11 * b1 + c12 * b2;
      const third = c02 * b0 + c12 * b1 + c22 * b2;
      const misfit = squares - (b0 * power + b1 * slope + b2 * third);
      let silence = 1;
      let logSilence = 0;
      for (let j = 0; j < silentCount; j++) {
        const g = silent[4 * j]!;
        const loss = silent[4 * j + 1]!;
        const variance =
          c00 +
          g * g * c11 +
          loss * loss * c22 +
          2 * (g * loss * c12 - g * c01 - loss * c02) +
          spread +
          silent[4 * j + 2]!;
        const left = silent[4 * j + 3]! - (power - slope * g - third * loss);
        // Four spreads to either side there is nothing left to look up.
        const unheard = left * left > 16 * variance ? (left > 0 ? 1 : 0) : quickShare(left / Math.sqrt(variance));
        silence *= (1 - deaf) * (1 - chance[j]! * (1 - unheard)) + deaf;
        if (silence < SMALL_PRODUCT) {
          logSilence += Math.log(silence);
          silence = 1;
        }
      }
      const log = logWeights[k]! + logSilence - 0.5 * (logVariances + misfit);
      ofSpread[k] = log;
      // What is left out of the logarithm is divided by below: one logarithm for a cell, and not one for each spread.
      spans[k] = Math.sqrt(product * determinant) / silence;
      if (log > most) most = log;
    }
    let sum = 0;
    for (let k = 0; k < spreads.length; k++) sum += Math.exp(ofSpread[k]! - most) / spans[k]!;
    logs[cell]! += temper * (most + Math.log(sum));
  }
}
