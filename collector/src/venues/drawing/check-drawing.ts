import { LIMITS, type Floor, type FloorDrawing } from "@probewarden/contract";
import { areaWithin, crossesItself, type Corner } from "@probewarden/place";
import { isOnFloor } from "../floor-size.ts";

/** Shorter pieces of a wall, in metres, are a finger that trembled; smaller zones, in square metres, are no room. */
const SHORTEST_PIECE_METRES = 0.05;
const SMALLEST_ZONE_METRES2 = 0.25;

type Side = Pick<Floor, "widthMetres" | "heightMetres">;

/** What is wrong with a drawing that has the form of one, in words: the first thing that is; undefined where nothing is. */
export function faultOfDrawing({ walls, zones, cameras }: FloorDrawing, floor: Side): string | undefined {
  const pieces = walls.reduce((sum, { points }) => sum + points.length - 1, 0);
  if (pieces > LIMITS.drawing.wallPieces)
    return `the walls have ${pieces} straight pieces (at most ${LIMITS.drawing.wallPieces})`;
  for (const [index, { points }] of walls.entries()) {
    const what = `wall ${index + 1}`;
    if (!areOnFloor(points, floor)) return `${what}: ${outside(floor)}`;
    if (points.some((point, at) => at > 0 && metresBetween(point, points[at - 1]) < SHORTEST_PIECE_METRES))
      return `${what}: two of its points are the same`;
  }
  for (const [index, { corners }] of zones.entries()) {
    const what = `zone ${index + 1}`;
    if (!areOnFloor(corners, floor)) return `${what}: ${outside(floor)}`;
    if (crossesItself(corners)) return `${what}: its edge crosses itself (draw it anew)`;
    if (areaWithin(corners) < SMALLEST_ZONE_METRES2) return `${what}: it is too small to be a room`;
  }
  for (const { cameraId, position } of cameras)
    if (!isOnFloor(floor, position)) return `camera ${cameraId}: ${outside(floor)}`;
  const twice = cameras.find(({ cameraId }, at) => cameras.findIndex((other) => other.cameraId === cameraId) < at);
  return twice === undefined ? undefined : `camera ${twice.cameraId} is there twice`;
}

const areOnFloor = (corners: readonly Corner[], floor: Side): boolean =>
  corners.every(([x, y]) => isOnFloor(floor, { x, y }));
const metresBetween = ([x, y]: Corner, [x2, y2]: Corner = [Infinity, Infinity]): number => Math.hypot(x - x2, y - y2);
const outside = ({ widthMetres, heightMetres }: Side): string =>
  `it lies outside the floor, which has ${widthMetres} × ${heightMetres} m`;
