import type { BandCalibration, Calibration } from "./calibration.ts";
import { SLAB_DB, type BandClass } from "./figures.ts";
import type { PlaceFloor, PlaceSensor } from "./floor.ts";
import { PlaceInputError } from "./input-error.ts";
import type { ChannelLooks } from "./looks.ts";
import { bandsHeard, logOfFloor, placeTransmitter, posteriorOf, refine, termsOf, type Posterior } from "./posterior.ts";
import { MOST_PAIRS, surveyFloor, type Survey } from "./survey.ts";

/** One storey of a building, and its sensors; there may be none. Floors lie above each other by their upper left corners. */
export interface Storey {
  floorId: string;
  /** Which storey, counted upwards from anywhere. */
  level: number;
  floor: PlaceFloor;
  sensors: readonly PlaceSensor[];
}

/** A building that was prepared, storey by storey. */
export interface Building {
  storeys: readonly { floorId: string; survey: Survey; slabs: Float64Array }[];
  hasWalls: boolean;
}

/** Where in a building a transmitter is. */
export interface BuildingPosterior {
  /** Every storey with the probability that it is there; the likeliest first. */
  floors: readonly { floorId: string; probability: number }[];
  /** The storey that is told, and the posterior on it: the likeliest, or the one told before. */
  floorId: string;
  posterior: Posterior;
}

/** Most storeys of a building. */
export const MOST_STOREYS = 64;

/** Prepares a building: each storey with the sensors of all. Throws PlaceInputError. */
export function surveyBuilding(storeys: readonly Storey[]): Building {
  if (storeys.length === 0 || storeys.length > MOST_STOREYS)
    throw new PlaceInputError(`the building has ${storeys.length} storeys (1 to ${MOST_STOREYS} are meant)`);
  const sensors = storeys.flatMap((storey) => storey.sensors);
  const levels = storeys.flatMap((storey) => storey.sensors.map(() => storey.level));
  const surveys = storeys.map(({ floorId, level, floor }) => {
    const away = levels.map((of) => Math.abs(of - level));
    return {
      floorId,
      survey: surveyFloor(floor, sensors, away, MOST_PAIRS / storeys.length),
      slabs: Float64Array.from(away, (storeysAway) => storeysAway ** SLAB_DB.power),
    };
  });
  return { storeys: surveys, hasWalls: surveys.every(({ survey }) => survey.hasWalls) };
}

/**
 * Where one radio is in a building: one posterior over all storeys, sensors of other storeys taking part through the slabs between, silence
 * included. A storey without sensors can be the answer. With one storey it is `placeTransmitter`. `stay`: the storey that was told before is
 * told again unless another is likelier by this factor.
 */
export function placeInBuilding(
  { storeys, hasWalls }: Building,
  channels: readonly ChannelLooks[],
  {
    calibrations = new Map(),
    stay,
  }: {
    /** By floor; a storey that nobody calibrated is believed as any other. */
    calibrations?: ReadonlyMap<string, Calibration> | undefined;
    stay?: { floorId: string; factor: number } | undefined;
  } = {},
): BuildingPosterior {
  const [only] = storeys;
  if (only === undefined) throw new PlaceInputError("the building has no storeys");
  if (storeys.length === 1)
    return {
      floors: [{ floorId: only.floorId, probability: 1 }],
      floorId: only.floorId,
      posterior: placeTransmitter(only.survey, channels, calibrations.get(only.floorId)),
    };
  const bands = bandsHeard(only.survey, channels);
  const offsets = offsetsOfAll(calibrations);
  const judged = storeys.map(({ floorId, survey, slabs }) => {
    const terms = termsOf(survey, bands, hasWalls, calibrations.get(floorId), { slabs, offsets });
    return { floorId, survey, terms, log: logOfFloor(survey, terms) };
  });
  const most = Math.max(...judged.map(({ log }) => log));
  const total = judged.reduce((sum, { log }) => sum + Math.exp(log - most), 0);
  const ordered = judged.toSorted((a, b) => b.log - a.log);
  const kept = ordered.find(({ floorId }) => floorId === stay?.floorId);
  const [first = judged[0]!] = ordered;
  const best = kept !== undefined && first.log - kept.log < Math.log(stay?.factor ?? 1) ? kept : first;
  return {
    floors: ordered.map(({ floorId, log }) => ({ floorId, probability: Math.exp(log - most) / total })),
    floorId: best.floorId,
    posterior: posteriorOf(best.survey, refine(best.survey, best.terms), bands),
  };
}

/** What was found of each sensor, on whichever floor: each hangs on one. */
function offsetsOfAll(
  calibrations: ReadonlyMap<string, Calibration>,
): ReadonlyMap<BandClass, BandCalibration["offsets"]> {
  const all = new Map<BandClass, BandCalibration["offsets"]>();
  for (const calibration of calibrations.values())
    for (const [band, { offsets }] of calibration) all.set(band, new Map([...(all.get(band) ?? []), ...offsets]));
  return all;
}
