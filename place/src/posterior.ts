import { beliefOf, type BandBelief } from "./beliefs.ts";
import type { BandCalibration, Calibration } from "./calibration.ts";
import { BAND_CORRELATION, type BandClass } from "./figures.ts";
import { geometricMedian } from "./geometric-median.ts";
import { addLogLikelihood, prepare, type Prepared } from "./likelihood.ts";
import { evidenceOf, type ChannelLooks, type Evidence } from "./looks.ts";
import { fillCells, type Cells, type Survey } from "./survey.ts";

/** How likely a transmitter stands in each cell of a floor. */
export interface Posterior {
  stepMetres: number;
  columns: number;
  rows: number;
  /** Row by row from the upper left; they add up to one. */
  weights: Float64Array;
  /** Geometric median, in metres: one place to name, least far from where it may be. */
  point: { x: number; y: number };
  /** How many sensors heard it, in any band. 0: nothing is known but the floor. */
  heardBy: number;
}

/** Share of the weight, by the coarse cells, that is looked at again in fine ones. */
const LOOKED_AT_AGAIN = 0.98;

/**
 * Where one radio stands, from what every sensor has to say of it: from one sensor upwards by the same method. Bands of one radio are given
 * together: they are one place. Throws PlaceInputError for what cannot be computed with.
 */
export function placeTransmitter(
  survey: Survey,
  channels: readonly ChannelLooks[],
  calibration?: Calibration,
): Posterior {
  const bands = bandsHeard(survey, channels);
  const terms = termsOf(survey, bands, survey.hasWalls, calibration);
  return posteriorOf(survey, refine(survey, terms), bands);
}

/** Bands in which somebody hears it: of another one nobody knows whether it sends there at all. */
export function bandsHeard({ sensors }: Pick<Survey, "sensors">, channels: readonly ChannelLooks[]): Evidence[] {
  const index = new Map(sensors.map(({ id }, at) => [id, at]));
  return evidenceOf(channels, index).filter(({ heard }) => heard.length > 0);
}

/** What each band adds; `slabs` where sensors hang on several storeys, `offsets` of the sensors of all of them. */
export function termsOf(
  survey: Survey,
  bands: readonly Evidence[],
  hasWalls: boolean,
  calibration?: Calibration,
  { slabs, offsets }: { slabs?: Float64Array; offsets?: ReadonlyMap<BandClass, BandCalibration["offsets"]> } = {},
): Term[] {
  return bands.map((evidence) => {
    const { band } = evidence;
    const belief = beliefOf(band, hasWalls, calibration?.get(band), offsets?.get(band));
    return { prepared: prepare(survey, evidence, belief, slabs), power: powerOf(belief, bands) };
  });
}

export function posteriorOf({ fine }: Survey, weights: Float64Array, bands: readonly Evidence[]): Posterior {
  const { stepMetres, columns, rows } = fine;
  const heardBy = new Set(bands.flatMap(({ heard }) => heard.map(({ sensor }) => sensor))).size;
  return { stepMetres, columns, rows, weights, point: geometricMedian(fine, weights), heardBy };
}

/** One band: its evidence, and to what power its likelihood is taken. */
export interface Term {
  prepared: Prepared;
  power: number;
}

/** To what power a band's likelihood is taken: shadows of two bands are alike, and together they are less than two. */
const powerOf = ({ temper }: BandBelief, bands: readonly Evidence[]): number =>
  temper / (1 + (bands.length - 1) * BAND_CORRELATION);

/**
 * Coarse cells first, then fine ones where most of the weight lies; elsewhere the coarse ones are joined by straight lines. Half of the work,
 * and the same answer.
 */
export function refine(survey: Survey, terms: readonly Term[]): Float64Array {
  const { fine, coarse } = survey;
  const chosen = new Int32Array(fine.prior.length);
  const coarseLogs = new Float64Array(coarse.prior.length);
  for (let cell = 0; cell < coarseLogs.length; cell++) chosen[cell] = cell;
  addTerms(survey, terms, coarse, chosen, coarseLogs.length, coarseLogs);
  const coarseWeights = weighted(coarseLogs, coarse.prior);
  const least = leastOf(coarseWeights, LOOKED_AT_AGAIN);
  const logs = new Float64Array(fine.prior.length);
  let count = 0;
  for (let row = 0, cell = 0; row < fine.rows; row++) {
    const here = (row >> 1) * coarse.columns;
    // The nearer of the neighbours above and below; the same row at the edge.
    const next = Math.min(coarse.rows - 1, Math.max(0, (row >> 1) + ((row & 1) === 0 ? -1 : 1))) * coarse.columns;
    for (let column = 0; column < fine.columns; column++, cell++) {
      const at = column >> 1;
      if (coarseWeights[here + at]! >= least) {
        chosen[count++] = cell;
        continue;
      }
      const beside = Math.min(coarse.columns - 1, Math.max(0, at + ((column & 1) === 0 ? -1 : 1)));
      logs[cell] =
        (9 * coarseLogs[here + at]! +
          3 * coarseLogs[here + beside]! +
          3 * coarseLogs[next + at]! +
          coarseLogs[next + beside]!) /
        16;
    }
  }
  addTerms(survey, terms, fine, chosen, count, logs);
  return weighted(logs, fine.prior);
}

/** Natural logarithm of how likely what was heard is were it anywhere on this floor, times the floor's area: from coarse cells. */
export function logOfFloor(survey: Survey, terms: readonly Term[]): number {
  const { coarse } = survey;
  const logs = new Float64Array(coarse.prior.length);
  addTerms(survey, terms, coarse, Int32Array.from(logs.keys()), logs.length, logs);
  const most = logs.reduce((highest, log) => Math.max(highest, log), -Infinity);
  const sum = logs.reduce((total, log, cell) => total + coarse.prior[cell]! * Math.exp(log - most), 0);
  return most + Math.log(sum * coarse.stepMetres ** 2);
}

/** Weight of the lightest of the cells that are needed for a share of it all. */
function leastOf(weights: Float64Array, share: number): number {
  const sorted = weights.toSorted();
  let sum = 0;
  for (let at = sorted.length - 1; at >= 0; at--) {
    sum += sorted[at]!;
    if (sum >= share) return sorted[at]!;
  }
  return 0;
}

function addTerms(
  survey: Survey,
  terms: readonly Term[],
  cells: Cells,
  chosen: Int32Array,
  count: number,
  logs: Float64Array,
): void {
  fillCells(cells, chosen, count, survey);
  for (const { prepared, power } of terms) addLogLikelihood(prepared, cells, chosen, count, power, logs);
}

/** Prior times likelihood, adding up to one. */
function weighted(logs: Float64Array, prior: Float64Array): Float64Array {
  let most = -Infinity;
  for (let cell = 0; cell < logs.length; cell++) if (prior[cell]! > 0 && logs[cell]! > most) most = logs[cell]!;
  const weights = new Float64Array(logs.length);
  let total = 0;
  for (let cell = 0; cell < logs.length; cell++) {
    const weight = prior[cell]! * Math.exp(logs[cell]! - most);
    weights[cell] = weight;
    total += weight;
  }
  for (let cell = 0; cell < logs.length; cell++) weights[cell]! /= total;
  return weights;
}
