import type { PlaceRegion } from "@probewarden/contract";
import { ringsOf, type Posterior } from "@probewarden/place";

/** Most corners of a region; one with more is told in larger cells. */
const MOST_CORNERS = 160;

/** A region in cells as large as it takes to have no more corners than are told. */
export function toldRegion(posterior: Posterior, share: number, mask: Uint8Array, areaMetres2: number): PlaceRegion {
  let grid: { stepMetres: number; columns: number; rows: number } = posterior;
  let cells = mask;
  let rings = ringsOf(grid, cells);
  while (rings.reduce((sum, ring) => sum + ring.length, 0) > MOST_CORNERS) {
    const coarse = {
      stepMetres: grid.stepMetres * 2,
      columns: Math.ceil(grid.columns / 2),
      rows: Math.ceil(grid.rows / 2),
    };
    const counts = new Uint8Array(coarse.columns * coarse.rows);
    for (const [cell, isIn] of cells.entries()) {
      const column = cell % grid.columns;
      counts[(((cell - column) / grid.columns) >> 1) * coarse.columns + (column >> 1)]! += isIn;
    }
    cells = counts.map((count) => (count >= 2 ? 1 : 0));
    grid = coarse;
    rings = ringsOf(grid, cells);
  }
  return {
    share,
    areaMetres2: Math.round(areaMetres2),
    rings: rings.map((ring) => ring.map(([x, y]): [number, number] => [round(x), round(y)])),
  };
}

/** Radius about the point inside which half of the weight lies. */
export function halfRadius({ stepMetres, columns, weights, point }: Posterior): number {
  // Half metres are fine enough for a circle.
  const byDistance = new Float64Array(4_096);
  for (let cell = 0; cell < weights.length; cell++) {
    const column = cell % columns;
    const dx = (column + 0.5) * stepMetres - point.x;
    const dy = ((cell - column) / columns + 0.5) * stepMetres - point.y;
    byDistance[Math.min(byDistance.length - 1, Math.round(Math.sqrt(dx * dx + dy * dy) * 2))]! += weights[cell]!;
  }
  let sum = 0;
  return byDistance.findIndex((weight) => (sum += weight) >= 0.5) / 2;
}

const round = (metres: number): number => Math.round(metres * 10) / 10;
