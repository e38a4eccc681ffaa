import { checkedNumber, PlaceInputError } from "./input-error.ts";

/** A wall as drawn, in metres of its floor. The loss (dB at 2.4 GHz) is somebody's guess. */
export interface Wall {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  lossDb: number;
}

/** One storey: metres from the upper left corner, x to the right, y down. */
export interface PlaceFloor {
  widthMetres: number;
  heightMetres: number;
  /** May be empty: then nothing is known of what stands between. */
  walls: readonly Wall[];
  /** Corners of the building where it is not the whole rectangle. */
  outline?: readonly (readonly [number, number])[] | undefined;
}

/** A sensor on its floor. */
export interface PlaceSensor {
  id: string;
  x: number;
  y: number;
}

/** Longest side of a floor, in metres: the largest building there is has 600 m, and a plan in millimetres must not be taken for one in metres. */
export const LONGEST_SIDE_METRES = 2_000;
/** Shortest side, in metres: below it there is nothing to tell. */
export const SHORTEST_SIDE_METRES = 0.5;
/** Most walls of a floor, corners of an outline and sensors that are computed with. */
export const MOST_WALLS = 5_000;
export const MOST_CORNERS = 1_000;
export const MOST_SENSORS = 200;

/** Refuses, in words, a floor or sensors that cannot be computed with. What lies beside the floor by less than its own length is let be. */
export function checkFloor(floor: PlaceFloor, sensors: readonly PlaceSensor[]): void {
  checkedNumber("the floor's width", floor.widthMetres, SHORTEST_SIDE_METRES, LONGEST_SIDE_METRES);
  checkedNumber("the floor's height", floor.heightMetres, SHORTEST_SIDE_METRES, LONGEST_SIDE_METRES);
  if (floor.walls.length > MOST_WALLS)
    throw new PlaceInputError(`the floor has ${floor.walls.length} walls (at most ${MOST_WALLS})`);
  const corners = floor.outline ?? [];
  if (corners.length > MOST_CORNERS)
    throw new PlaceInputError(`the outline has ${corners.length} corners (at most ${MOST_CORNERS})`);
  if (sensors.length > MOST_SENSORS)
    throw new PlaceInputError(`${sensors.length} sensors stand on the floor (at most ${MOST_SENSORS})`);
  const coordinate = (what: string, value: number): number =>
    checkedNumber(what, value, -LONGEST_SIDE_METRES, 2 * LONGEST_SIDE_METRES);
  for (const [index, wall] of floor.walls.entries()) {
    for (const value of [wall.x1, wall.y1, wall.x2, wall.y2]) coordinate(`a coordinate of wall ${index + 1}`, value);
    checkedNumber(`the loss of wall ${index + 1}`, wall.lossDb, 0, 200);
  }
  for (const [index, corner] of corners.entries())
    for (const value of corner) coordinate(`corner ${index + 1} of the outline`, value);
  const ids = new Set<string>();
  for (const { id, x, y } of sensors) {
    coordinate(`x of sensor ${id}`, x);
    coordinate(`y of sensor ${id}`, y);
    if (ids.has(id)) throw new PlaceInputError(`two sensors are called ${id}`);
    ids.add(id);
  }
}
