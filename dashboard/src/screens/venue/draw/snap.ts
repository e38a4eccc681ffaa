import type { Floor, Position } from "@probewarden/contract";
import type { Corner } from "./sketch.ts";

/** Points lie on a grid of so many metres: no plan is truer. */
const GRID_METRES = 0.1;
/** A line that is off by less than this, as a share of its length, was meant to be straight across or down: 7 degrees. */
const MEANT_STRAIGHT = 0.12;

/** What a point is drawn towards. */
export interface SnapTo {
  floor: Pick<Floor, "widthMetres" | "heightMetres">;
  /** Corners that are there already. */
  corners: readonly Corner[];
  /** Where the line comes from. */
  from?: Corner | undefined;
  /** As near as this, in metres, a corner draws the point to itself. */
  reachMetres: number;
}

const onGrid = (metres: number): number => Math.round(Math.round(metres / GRID_METRES) * GRID_METRES * 100) / 100;

/** A point on the floor, whatever was pointed at. */
export const clamped = ({ x, y }: Position, { widthMetres, heightMetres }: SnapTo["floor"]): Corner => [
  Math.min(widthMetres, Math.max(0, onGrid(x))),
  Math.min(heightMetres, Math.max(0, onGrid(y))),
];

/**
 * The point that was meant: a corner that is near, so that walls meet; else one straight across or down from where the line comes from; else
 * the point itself, on the grid.
 */
export function snapped(at: Position, { floor, corners, from, reachMetres }: SnapTo): Corner {
  const metresTo = ([x, y]: Corner): number => Math.hypot(x - at.x, y - at.y);
  const nearest = corners.reduce<Corner | undefined>(
    (best, corner) => (best === undefined || metresTo(corner) < metresTo(best) ? corner : best),
    undefined,
  );
  if (nearest !== undefined && metresTo(nearest) <= reachMetres) return nearest;
  const [x, y] = clamped(at, floor);
  if (from === undefined) return [x, y];
  const [across, down] = [Math.abs(x - from[0]), Math.abs(y - from[1])];
  if (across <= down * MEANT_STRAIGHT) return [from[0], y];
  return down <= across * MEANT_STRAIGHT ? [x, from[1]] : [x, y];
}
