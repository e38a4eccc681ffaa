import type { Floor, Place, Position } from "@probewarden/contract";

/** Level of one suspect at one sensor whose place is known. */
export interface HeardAt {
  sensorId: string;
  floorId: string;
  position: Position;
  levelDbm: number;
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
/** Ring about the nearest sensor when fewer hear it and its level says nothing nearer, in metres. */
const RING_METRES = { least: 5, most: 40 };

/**
 * Where a suspect is, from its latest levels: on the floor with the loudest sensor. Fewer than three sensors there: the nearest sensor
 * and a ring; three or more: the mean of a grid posterior. undefined when no sensor with a place hears it.
 */
export function locate(heard: readonly HeardAt[], floors: readonly Floor[]): Place | undefined {
  const loudest = heard.toSorted((a, b) => b.levelDbm - a.levelDbm)[0];
  if (loudest === undefined) return undefined;
  const onFloor = heard.filter((entry) => entry.floorId === loudest.floorId);
  const floor = floors.find((entry) => entry.floorId === loudest.floorId);
  if (floor === undefined || onFloor.length < SENSORS_FOR_GRID) return ringAbout(loudest);
  return {
    ...gridPosterior(onFloor, floor),
    floorId: floor.floorId,
    method: "grid",
    nearestSensorId: loudest.sensorId,
  };
}

function ringAbout({ sensorId, floorId, position, levelDbm }: HeardAt): Place {
  const middle = (ONE_METRE_DBM.lowest + ONE_METRE_DBM.highest) / 2;
  const metres = 10 ** ((middle - levelDbm) / (10 * PATH_LOSS_EXPONENT));
  const radiusMetres = round(Math.min(RING_METRES.most, Math.max(RING_METRES.least, metres)));
  return { floorId, position, radiusMetres, method: "nearest-sensor", nearestSensorId: sensorId };
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
