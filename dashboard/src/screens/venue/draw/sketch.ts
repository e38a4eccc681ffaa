import type { DrawnWall, FloorDrawing, PlacedCamera, Position, PrivateZone } from "@probewarden/contract";
import { crossesItself } from "@probewarden/place";

/** What is being drawn on one floor: the drawing, and where the venue's sensors hang on it, by id. */
export interface Sketch extends FloorDrawing {
  sensors: Readonly<Record<string, Position>>;
}

/** What is chosen on the plan: a wall or a zone by its number, a sensor or a camera by its id. */
export type Chosen = { kind: "wall" | "zone"; index: number } | { kind: "sensor" | "camera"; id: string };

export type Corner = [number, number];

/** Where a sensor or camera stands in the sketch; undefined where it has no place on this floor. */
export const placeIn = (sketch: Sketch, chosen: Chosen): Position | undefined =>
  chosen.kind === "sensor"
    ? sketch.sensors[chosen.id]
    : chosen.kind === "camera"
      ? sketch.cameras.find(({ cameraId }) => cameraId === chosen.id)?.position
      : undefined;

/** The points of a wall, or the corners of a zone. */
export const pointsIn = (sketch: Sketch, chosen: Chosen): readonly Corner[] =>
  chosen.kind === "wall"
    ? (sketch.walls[chosen.index]?.points ?? [])
    : chosen.kind === "zone"
      ? (sketch.zones[chosen.index]?.corners ?? [])
      : [];

export const withWall = (sketch: Sketch, wall: DrawnWall): Sketch => ({ ...sketch, walls: [...sketch.walls, wall] });
export const withZone = (sketch: Sketch, zone: PrivateZone): Sketch => ({ ...sketch, zones: [...sketch.zones, zone] });

/** The sketch with another wall or zone in the place of the chosen one. */
export const withOtherWall = (sketch: Sketch, index: number, part: Partial<DrawnWall>): Sketch => ({
  ...sketch,
  walls: sketch.walls.map((wall, at) => (at === index ? { ...wall, ...part } : wall)),
});
export const withOtherZone = (sketch: Sketch, index: number, part: Partial<PrivateZone>): Sketch => ({
  ...sketch,
  zones: sketch.zones.map((zone, at) => {
    if (at !== index) return zone;
    const { name, ...other } = { ...zone, ...part };
    // A room without a name has none, not an empty one.
    return name === undefined || name.trim() === "" ? other : { ...other, name };
  }),
});

/** The sketch with one point of a wall or zone elsewhere. */
export function withPoint(sketch: Sketch, chosen: Chosen, point: number, to: Corner): Sketch {
  const points = pointsIn(sketch, chosen).map((one, at): Corner => (at === point ? to : one));
  if (chosen.kind === "wall") return withOtherWall(sketch, chosen.index, { points });
  return chosen.kind === "zone" ? withOtherZone(sketch, chosen.index, { corners: points }) : sketch;
}

/** The sketch with a sensor or camera at a place of this floor. */
export function withPlace(sketch: Sketch, chosen: Chosen, position: Position): Sketch {
  if (chosen.kind === "sensor") return { ...sketch, sensors: { ...sketch.sensors, [chosen.id]: position } };
  if (chosen.kind !== "camera") return sketch;
  const placed: PlacedCamera = { cameraId: chosen.id, position };
  return { ...sketch, cameras: [...sketch.cameras.filter(({ cameraId }) => cameraId !== chosen.id), placed] };
}

/** The sketch without a wall, a zone or a camera's place. A sensor stays: it hangs somewhere, and is taken down elsewhere. */
export function without(sketch: Sketch, chosen: Chosen): Sketch {
  if (chosen.kind === "wall") return { ...sketch, walls: sketch.walls.filter((_, at) => at !== chosen.index) };
  if (chosen.kind === "zone") return { ...sketch, zones: sketch.zones.filter((_, at) => at !== chosen.index) };
  if (chosen.kind !== "camera") return sketch;
  return { ...sketch, cameras: sketch.cameras.filter(({ cameraId }) => cameraId !== chosen.id) };
}

/** What is drawn, without the sensors. */
export const drawingOf = ({ walls, zones, cameras }: Sketch): FloorDrawing => ({ walls, zones, cameras });

/** Numbers of the zones whose edge crosses itself: of these nobody can say what lies within. */
export const crossedZones = ({ zones }: Sketch): number[] =>
  zones.flatMap(({ corners }, at) => (crossesItself(corners) ? [at] : []));

/** Steps that can be undone: a day's drawing, and no more than a page may hold. */
const MOST_STEPS = 200;

/** A sketch with the steps before it and those that were undone. */
export interface History {
  past: readonly Sketch[];
  now: Sketch;
  future: readonly Sketch[];
}

export const beginning = (now: Sketch): History => ({ past: [], now, future: [] });
export const step = ({ past, now }: History, next: Sketch): History => ({
  past: [...past, now].slice(-MOST_STEPS),
  now: next,
  future: [],
});
export function undo(history: History): History {
  const { past, now, future } = history;
  const before = past.at(-1);
  return before === undefined ? history : { past: past.slice(0, -1), now: before, future: [now, ...future] };
}
export function redo(history: History): History {
  const { past, now, future } = history;
  const [next, ...rest] = future;
  return next === undefined ? history : { past: [...past, now], now: next, future: rest };
}
