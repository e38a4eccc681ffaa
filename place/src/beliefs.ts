import type { BandCalibration } from "./calibration.ts";
import {
  BARE,
  OFFSET_VARIANCE,
  ONE_METRE_DBM,
  ONE_METRE_SPREAD_DB,
  WALL_FACTOR,
  WALL_FACTOR_5GHZ,
  WALLS_DRAWN,
  type BandClass,
} from "./figures.ts";

/** What is believed of one floor and band before a transmitter is heard. */
export interface BandBelief {
  oneMetreDbm: number;
  oneMetreSpread: number;
  exponent: number;
  exponentSpread: number;
  wallFactor: number;
  wallFactorSpread: number;
  /** Times the drawn loss. */
  wallScale: number;
  spreadsDb: readonly number[];
  /** Natural logarithms of their weights, which add up to one. */
  logWeights: readonly number[];
  deaf: number;
  temper: number;
  offsetOf(sensorId: string): { offsetDb: number; variance: number };
}

const NO_OFFSETS: BandCalibration["offsets"] = new Map();
const UNKNOWN_OFFSET = { offsetDb: 0, variance: OFFSET_VARIANCE };
/** Misses that are believed beforehand, as if counted over so many expectations. */
const EXPECTED_BEFOREHAND = 15;
/** Added to the squared spreads of a calibration: a walk is not every path. */
const WALK_IS_NOT_ALL = { exponent: 0.08 ** 2, wallFactor: 0.05 ** 2 };

/**
 * Puts together what stands in the figures and what calibration taught. `offsets`: those of sensors that were found on this floor or on
 * another; a sensor's antenna is the same whichever floor it is asked about.
 */
export function beliefOf(
  band: BandClass,
  hasWalls: boolean,
  calibrated?: BandCalibration,
  offsets: BandCalibration["offsets"] = calibrated?.offsets ?? NO_OFFSETS,
): BandBelief {
  const { deaf, temper, spreadsDb, spreadWeights, exponent, exponentSpread } = hasWalls ? WALLS_DRAWN : BARE;
  const base = {
    oneMetreDbm: ONE_METRE_DBM[band],
    oneMetreSpread: ONE_METRE_SPREAD_DB,
    wallScale: band === "2.4GHz" ? 1 : WALL_FACTOR_5GHZ,
    spreadsDb,
    temper,
    offsetOf: (sensorId: string) => offsets.get(sensorId) ?? UNKNOWN_OFFSET,
  };
  if (calibrated === undefined)
    return {
      ...base,
      exponent,
      exponentSpread,
      wallFactor: WALL_FACTOR.mean,
      wallFactorSpread: WALL_FACTOR.spread,
      logWeights: normalised(spreadWeights.map((weight) => Math.log(weight))),
      deaf,
    };
  const { spreadDb, freedom } = calibrated;
  return {
    ...base,
    exponent: calibrated.exponent,
    exponentSpread: Math.sqrt(calibrated.exponentSpread ** 2 + WALK_IS_NOT_ALL.exponent),
    wallFactor: calibrated.wallFactor,
    wallFactorSpread: Math.sqrt(calibrated.wallFactorSpread ** 2 + WALK_IS_NOT_ALL.wallFactor),
    logWeights: normalised(
      spreadsDb.map((spread, k) => Math.log(spreadWeights[k] ?? 0) - (freedom / 3) * Math.log(spread / spreadDb) ** 2),
    ),
    deaf: (calibrated.missed + EXPECTED_BEFOREHAND * deaf) / (calibrated.expected + EXPECTED_BEFOREHAND),
  };
}

function normalised(logs: readonly number[]): number[] {
  const most = Math.max(...logs);
  const total = most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
  return logs.map((log) => log - total);
}
