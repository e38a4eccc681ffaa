import type { Floor, Place, Position } from "@probewarden/contract";
import { HEARING_RADIUS_METRES } from "../sensors/hearing-radius.ts";

/** A sensor whose place is known. */
export interface PlacedSensor {
  sensorId: string;
  floorId: string;
  position: Position;
}

/** Level of one suspect at one sensor whose place is known. */
export interface HeardAt extends PlacedSensor {
  levelDbm: number;
}

/** What a place is told with: the plans, all sensors that stand on them, and the place told before. */
export interface Surroundings {
  floors: readonly Floor[];
  sensors: readonly PlacedSensor[];
  before?: Place | undefined;
}

/** Path-loss exponent of a furnished floor (n = 3), and the spread of a level about the model, in dB: see `docs/architecture.md`. */
const PATH_LOSS_EXPONENT = 3;
const SPREAD_DB = 6;
/** Bounds of the transmitter's unknown level at one metre, in dBm. */
const ONE_METRE_DBM = { lowest: -45, highest: -20 };
/** Largest loss one sensor can add, in squared spreads: a wall must not outvote the other sensors. */
const CLIPPED_LOSS = 9;
/** Sensors from which on a position, and not only the nearest sensor, can be told. */
const SENSORS_FOR_GRID = 3;
/** Another sensor must be nearer by this much to be named instead of the one named before: a place wanders from minute to minute. */
const RENAME_METRES = 4;

/**
 * Where a suspect is, from its latest levels: on the floor with the loudest sensor. Fewer than three sensors there: somewhere within
 * hearing of the loudest; three or more: the mean of a grid posterior, named after the sensor nearest to it. undefined when no sensor
 * with a place hears it.
 */
export function locate(heard: readonly HeardAt[], { floors, sensors, before }: Surroundings): Place | undefined {
  const loudest = loudestOf(heard, before);
  if (loudest === undefined) return undefined;
  const { floorId, sensorId } = loudest;
  const onFloor = heard.filter((entry) => entry.floorId === floorId);
  const floor = floors.find((entry) => entry.floorId === floorId);
  if (floor === undefined || onFloor.length < SENSORS_FOR_GRID) {
    // One level says that the transmitter is heard here, and nothing of how far it is: nobody knows its power.
    const radiusMetres = HEARING_RADIUS_METRES;
    return { floorId, position: loudest.position, radiusMetres, method: "nearest-sensor", nearestSensorId: sensorId };
  }
  const found = gridPosterior(onFloor, floor);
  const landmarks = [...sensors, ...onFloor].filter((sensor) => sensor.floorId === floorId);
  return {
    ...found,
    floorId,
    method: "grid",
    nearestSensorId: nearestOf(landmarks, found.position, before) ?? sensorId,
  };
}

/** The loudest sensor; the one told before, or one on that floor, while no other is louder by more than a level is uncertain. */
function loudestOf(heard: readonly HeardAt[], before: Place | undefined): HeardAt | undefined {
  const loudestFirst = heard.toSorted((a, b) => b.levelDbm - a.levelDbm);
  const [loudest] = loudestFirst;
  const same =
    loudestFirst.find(({ sensorId }) => sensorId === before?.nearestSensorId) ??
    loudestFirst.find(({ floorId }) => floorId === before?.floorId);
  return loudest && same && loudest.levelDbm - same.levelDbm <= SPREAD_DB ? same : loudest;
}

/** The sensor nearest to a position; the one told before, while no other is clearly nearer. */
function nearestOf(
  sensors: readonly PlacedSensor[],
  { x, y }: Position,
  before: Place | undefined,
): string | undefined {
  const metresTo = ({ position }: PlacedSensor): number => Math.hypot(position.x - x, position.y - y);
  const nearest = sensors.toSorted((a, b) => metresTo(a) - metresTo(b))[0];
  const same = sensors.find(({ sensorId }) => sensorId === before?.nearestSensorId);
  const isKept = nearest && same && metresTo(same) - metresTo(nearest) < RENAME_METRES;
  return (isKept ? same : nearest)?.sensorId;
}

/** Bayes on a grid with a flat prior; the level at one metre is profiled per cell, for nobody knows a box's power. */
function gridPosterior(heard: readonly HeardAt[], floor: Floor): { position: Position; radiusMetres: number } {
  const step = Math.max(1, Math.max(floor.widthMetres, floor.heightMetres) / 80);
  const cells: { x: number; y: number; weight: number }[] = [];
  for (let y = step / 2; y < floor.heightMetres; y += step) {
    for (let x = step / 2; x < floor.widthMetres; x += step) cells.push({ x, y, weight: likelihood(heard, x, y) });
  }
  const total = cells.reduce((sum, cell) => sum + cell.weight, 0);
  const position = {
    x: round(cells.reduce((sum, cell) => sum + cell.x * cell.weight, 0) / total),
    y: round(cells.reduce((sum, cell) => sum + cell.y * cell.weight, 0) / total),
  };
  return { position, radiusMetres: round(Math.max(step, halfRadius(cells, total, position))) };
}

function likelihood(heard: readonly HeardAt[], x: number, y: number): number {
  const atOneMetre = heard.map(
    ({ position, levelDbm }) =>
      levelDbm + 10 * PATH_LOSS_EXPONENT * Math.log10(Math.max(1, Math.hypot(position.x - x, position.y - y))),
  );
  const mean = atOneMetre.reduce((sum, level) => sum + level, 0) / atOneMetre.length;
  const power = Math.min(ONE_METRE_DBM.highest, Math.max(ONE_METRE_DBM.lowest, mean));
  const loss = atOneMetre.reduce((sum, level) => sum + Math.min(CLIPPED_LOSS, ((level - power) / SPREAD_DB) ** 2), 0);
  return Math.exp(-loss / 2);
}

/** Radius about the position inside which half of the likelihood lies. */
function halfRadius(
  cells: readonly { x: number; y: number; weight: number }[],
  total: number,
  position: Position,
): number {
  const byDistance = cells
    .map((cell) => ({ metres: Math.hypot(cell.x - position.x, cell.y - position.y), weight: cell.weight }))
    .toSorted((a, b) => a.metres - b.metres);
  let sum = 0;
  return byDistance.find((cell) => (sum += cell.weight) >= total / 2)?.metres ?? 0;
}

const round = (metres: number): number => Math.round(metres * 10) / 10;
