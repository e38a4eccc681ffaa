import type { Floor, Position } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";

/** A disc on the floor, in metres. */
export interface Disc {
  centre: Position;
  radiusMetres: number;
}

/** Where the floor is heard: a disc around each sensor that hears now. A deaf or absent sensor covers nothing. */
export function heardDiscs(sensors: readonly ShownSensor[], floorId: string): Disc[] {
  return sensors.flatMap((sensor) =>
    sensor.floorId === floorId && sensor.state === "hearing" && sensor.position
      ? [{ centre: sensor.position, radiusMetres: sensor.hearingRadiusMetres }]
      : [],
  );
}

/** Whether somebody hears at this place. */
export const isHeard = (at: Position, discs: readonly Disc[]): boolean =>
  discs.some(({ centre, radiusMetres }) => Math.hypot(at.x - centre.x, at.y - centre.y) <= radiusMetres);

/** Most cells of a side: a floor of a mistyped size must not hold the page up, and a share needs no more. */
const MOST_CELLS = 200;
const cellsOf = (metres: number): number => Math.min(MOST_CELLS, Math.max(1, Math.round(metres) || 1));

/** Share of a floor that nobody hears, 0 to 1, counted on a grid of cells of a metre, of a large floor of so many cells. */
export function unheardShare(widthMetres: number, heightMetres: number, discs: readonly Disc[]): number {
  const [columns, rows] = [cellsOf(widthMetres), cellsOf(heightMetres)];
  const [across, down] = [widthMetres / columns, heightMetres / rows];
  let unheard = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (!isHeard({ x: (column + 0.5) * across, y: (row + 0.5) * down }, discs)) unheard += 1;
    }
  }
  return unheard / (rows * columns);
}

/** Area of a floor that nobody hears, in whole square metres. It is an area, not a suspicion. */
export const unheardArea = ({ floorId, widthMetres, heightMetres }: Floor, sensors: readonly ShownSensor[]): number =>
  Math.round(unheardShare(widthMetres, heightMetres, heardDiscs(sensors, floorId)) * widthMetres * heightMetres);
