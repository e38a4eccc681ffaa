import type { CalibrationPoint } from "./calibrate.ts";
import type { Calibration } from "./calibration.ts";
import type { ChannelLooks } from "./looks.ts";
import { placeTransmitter, type Posterior } from "./posterior.ts";
import type { Survey } from "./survey.ts";

/** How far off places were that took no part in what they were placed with. */
export interface MeasuredError {
  /** Half of them are nearer than this, and nine in ten than `p90Metres`. */
  medianMetres: number;
  p90Metres: number;
  /** How many there were. */
  count: number;
}

/** One known place, as it was found with it held out, and without any calibration. */
export interface HeldOutPlace {
  errorMetres: number;
  errorMetresWithout: number;
  /** How much likelier its cell is than a guess, as log2. */
  bits: number;
  bitsWithout: number;
}

/** Frames of a transmitter that was heard for one minute on one channel: what a hopping sensor hears of ten beacons a second, about. */
const FRAMES_OF_A_POINT = 60;

/** Places a transmitter of known place by levels of one minute. undefined: nobody heard it. */
export function heldOutAt(
  survey: Survey,
  place: readonly CalibrationPoint[],
  calibration: Calibration,
): HeldOutPlace | undefined {
  const [first] = place;
  if (first === undefined) return undefined;
  const looks = place.map(looksOf);
  const found = placeTransmitter(survey, looks, calibration);
  if (found.heardBy === 0) return undefined;
  const without = placeTransmitter(survey, looks);
  const metresTo = (point: { x: number; y: number }): number => Math.hypot(point.x - first.x, point.y - first.y);
  return {
    errorMetres: metresTo(found.point),
    errorMetresWithout: metresTo(without.point),
    bits: bitsAt(found, first),
    bitsWithout: bitsAt(without, first),
  };
}

/** Median and 90th percentile by nearest rank; of none it is NaN. */
export function summaryOf(metres: readonly number[]): MeasuredError {
  const sorted = metres.toSorted((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { medianMetres: rank(0.5), p90Metres: rank(0.9), count: sorted.length };
}

function looksOf({ channelMhz, levels, sensitivityDbm }: CalibrationPoint): ChannelLooks {
  return {
    channelMhz,
    sensors: [...levels].map(([sensorId, level]) => ({
      sensorId,
      levelsDbm: [level],
      frames: [level === null ? 0 : FRAMES_OF_A_POINT],
      listening: [1],
      sensitivityDbm,
    })),
  };
}

function bitsAt({ stepMetres, columns, rows, weights }: Posterior, { x, y }: { x: number; y: number }): number {
  const within = (value: number, count: number): number =>
    Math.min(count - 1, Math.max(0, Math.floor(value / stepMetres)));
  const weight = weights[within(y, rows) * columns + within(x, columns)] ?? 0;
  return Math.log2(0.99 * weight * weights.length + 0.01);
}
