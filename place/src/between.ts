import { HEIGHT_DIFFERENCE_METRES, MOST_WALL_LOSS_DB } from "./figures.ts";
import type { Wall } from "./floor.ts";

/** 10·log10 of a distance along the floor, with the height difference in it (that between two storeys is larger); never less than one metre. */
export const distanceDb = (dx: number, dy: number, dz = HEIGHT_DIFFERENCE_METRES): number =>
  5 * Math.log10(Math.max(1, dx * dx + dy * dy + dz * dz));

/** Walls as one row of numbers, five each: x1, y1, x2, y2, loss. Looking along a million lines at objects takes twice as long. */
export const wallNumbers = (walls: readonly Wall[]): Float64Array =>
  Float64Array.from(walls.flatMap(({ x1, y1, x2, y2, lossDb }) => [x1, y1, x2, y2, lossDb]));

/** Sum of the losses (dB) of all walls that the line between two points crosses. */
export function wallsBetween(walls: Float64Array, ax: number, ay: number, bx: number, by: number): number {
  let sum = 0;
  const dx = bx - ax;
  const dy = by - ay;
  for (let at = 0; at < walls.length; at += 5) {
    const x1 = walls[at]! - ax;
    const y1 = walls[at + 1]! - ay;
    const x2 = walls[at + 2]! - ax;
    const y2 = walls[at + 3]! - ay;
    // The wall's ends lie on both sides of the line, and the line's ends on both sides of the wall.
    if (dx * y1 - dy * x1 > 0 === dx * y2 - dy * x2 > 0) continue;
    const ex = x2 - x1;
    const ey = y2 - y1;
    if (ey * x1 - ex * y1 > 0 !== ex * (dy - y1) - ey * (dx - x1) > 0) sum += walls[at + 4]!;
  }
  return sum;
}

/** Walls in series take less and less: a signal finds its way round many. `drawnDb` as drawn, `scale` for the band. */
export const wallLoss = (drawnDb: number, scale: number): number =>
  drawnDb === 0 ? 0 : MOST_WALL_LOSS_DB * -Math.expm1((-drawnDb * scale) / MOST_WALL_LOSS_DB);
