import { OUTSIDE_OUTLINE } from "./figures.ts";
import type { PlaceFloor } from "./floor.ts";

/** Weight of each cell before anything was heard: its part of the floor, and little of that outside the outline. */
export function onFloorPrior(floor: PlaceFloor, stepMetres: number, columns: number, rows: number): Float64Array {
  const prior = new Float64Array(columns * rows);
  const { widthMetres, heightMetres, outline } = floor;
  let inside = 0;
  for (let row = 0; row < rows; row++) {
    const top = row * stepMetres;
    const tall = Math.min(stepMetres, heightMetres - top) / stepMetres;
    for (let column = 0; column < columns; column++) {
      const left = column * stepMetres;
      const wide = Math.min(stepMetres, widthMetres - left) / stepMetres;
      const isInside =
        outline === undefined || isInPolygon(outline, left + (wide * stepMetres) / 2, top + (tall * stepMetres) / 2);
      if (isInside) inside++;
      prior[row * columns + column] = wide * tall * (isInside ? 1 : OUTSIDE_OUTLINE);
    }
  }
  // An outline around nothing (two corners, drawn beside the floor) is a slip of the pen, and no building.
  if (inside === 0) return onFloorPrior({ ...floor, outline: undefined }, stepMetres, columns, rows);
  return prior;
}

/** Whether a point lies in a polygon, by the number of edges that a line to the right crosses. */
export function isInPolygon(corners: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let isInside = false;
  let [fromX, fromY] = corners.at(-1) ?? [0, 0];
  for (const [toX, toY] of corners) {
    if (toY > y !== fromY > y && x < ((fromX - toX) * (y - toY)) / (fromY - toY) + toX) isInside = !isInside;
    fromX = toX;
    fromY = toY;
  }
  return isInside;
}
