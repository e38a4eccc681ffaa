import type { Floor, Place } from "@probewarden/contract";
import type { TransmitterTimeline } from "./one-transmitter.ts";

/** Hours for each cell of a floor, row by row. */
export interface ExposureField {
  columns: number;
  rows: number;
  stepMetres: number;
  hours: Float32Array;
  most: number;
}

/** Cells at most: an exposure is as blurred as a reach of some fifteen metres, and needs no finer ones. */
const MOST_CELLS = 3_000;
/** Of a place that was told as a ring alone: so many radii hold nearly all of the likelihood that half a radius of it begins. */
const WIDE_RADII = 2.5;

interface Grid {
  columns: number;
  rows: number;
  stepMetres: number;
}

const gridOf = ({ widthMetres, heightMetres }: Floor): Grid => {
  const stepMetres = Math.max(1, Math.sqrt((widthMetres * heightMetres) / MOST_CELLS));
  return { stepMetres, columns: Math.ceil(widthMetres / stepMetres), rows: Math.ceil(heightMetres / stepMetres) };
};

/** Even-odd, as the rings are told. */
function isInside(x: number, y: number, rings: readonly (readonly (readonly [number, number])[])[]): boolean {
  let inside = false;
  for (const ring of rings)
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
      const [[x1, y1], [x2, y2]] = [ring[at] ?? [0, 0], ring[before] ?? [0, 0]];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  return inside;
}

/** Where the transmitter may stand: x, y and weight of each cell, all weights together one. */
function likelihood(place: Place, { columns, rows, stepMetres }: Grid): [number, number, number][] {
  const { position, radiusMetres, regions } = place;
  const narrow = regions?.find(({ share }) => share <= 0.5);
  const wide = regions?.find(({ share }) => share > 0.5);
  const within = (x: number, y: number): 0 | 1 | 2 => {
    if (narrow !== undefined && wide !== undefined)
      return isInside(x, y, narrow.rings) ? 2 : isInside(x, y, wide.rings) ? 1 : 0;
    const distance = Math.hypot(x - position.x, y - position.y);
    return distance <= radiusMetres ? 2 : distance <= WIDE_RADII * radiusMetres ? 1 : 0;
  };
  const cells: [number, number, 1 | 2][] = [];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const [x, y] = [(column + 0.5) * stepMetres, (row + 0.5) * stepMetres];
      const part = within(x, y);
      if (part !== 0) cells.push([x, y, part]);
    }
  const inner = cells.filter(([, , part]) => part === 2).length;
  const outer = cells.length - inner;
  // A region smaller than a cell is the cell that holds its point.
  if (inner === 0) return [[position.x, position.y, 1]];
  return cells.map(([x, y, part]) => [x, y, part === 2 ? (outer === 0 ? 1 : 0.52) / inner : 0.48 / outer]);
}

/** How likely it is that a visitor in each cell is within reach of the transmitter. */
function withinReach(place: Place, grid: Grid, reachMetres: number): Float32Array {
  const field = new Float32Array(grid.columns * grid.rows);
  for (const [x, y, weight] of likelihood(place, grid))
    for (let row = 0; row < grid.rows; row += 1) {
      const across = reachMetres ** 2 - ((row + 0.5) * grid.stepMetres - y) ** 2;
      if (across < 0) continue;
      const half = Math.sqrt(across);
      const first = Math.max(0, Math.ceil((x - half) / grid.stepMetres - 0.5));
      const last = Math.min(grid.columns - 1, Math.floor((x + half) / grid.stepMetres - 0.5));
      for (let column = first; column <= last; column += 1) field[row * grid.columns + column]! += weight;
    }
  return field;
}

/**
 * Hours of a stretch of time in which a visitor who stood in a cell was within reach of an active suspect, suspected or strong, that nobody
 * had settled, as it was known then: how likely the suspect stood within reach, added up over the time. Two suspects at once count once.
 */
export function exposureField(
  timelines: readonly TransmitterTimeline[],
  floor: Floor,
  { fromMs, untilMs, reachMetres }: { fromMs: number; untilMs: number; reachMetres: number },
): ExposureField {
  const grid = gridOf(floor);
  const places: Place[] = [];
  const edges: { at: number; place: number; begins: boolean }[] = [];
  for (const { spans, places: own } of timelines) {
    const numbers = new Map<number, number>();
    for (const span of spans) {
      const place = span.place === undefined ? undefined : own[span.place];
      if (
        span.state !== "active" ||
        span.settled ||
        span.band === "watch" ||
        place?.floorId !== floor.floorId ||
        span.place === undefined
      )
        continue;
      const [from, until] = [Math.max(fromMs, span.fromMs), Math.min(untilMs, span.untilMs)];
      if (from >= until) continue;
      const number = numbers.get(span.place) ?? places.push(place) - 1;
      numbers.set(span.place, number);
      edges.push({ at: from, place: number, begins: true }, { at: until, place: number, begins: false });
    }
  }
  const hours = new Float32Array(grid.columns * grid.rows);
  for (const [together, ms] of timeTogether(edges)) {
    const fields = together.split(" ").map((number) => reachOf(places[Number(number)], grid, reachMetres));
    hours.forEach((sum, cell) => {
      const none = fields.reduce((product, field) => product * (1 - (field[cell] ?? 0)), 1);
      hours[cell] = sum + ((1 - none) * ms) / 3_600_000;
    });
  }
  return { ...grid, hours, most: hours.reduce((most, one) => Math.max(most, one), 0) };
}

/** Fields that were worked out, by place; a place is one object for as long as its answer is kept. */
const known = new WeakMap<Place, { key: string; field: Float32Array }>();

function reachOf(place: Place | undefined, grid: Grid, reachMetres: number): Float32Array {
  if (place === undefined) return new Float32Array(0);
  const key = `${grid.columns} ${grid.rows} ${grid.stepMetres} ${reachMetres}`;
  const before = known.get(place);
  if (before?.key === key) return before.field;
  const field = withinReach(place, grid, reachMetres);
  known.set(place, { key, field });
  return field;
}

/** How long each set of places was held at once, by their numbers. */
function timeTogether(edges: { at: number; place: number; begins: boolean }[]): Map<string, number> {
  const sorted = edges.toSorted((a, b) => a.at - b.at);
  const times = new Map<string, number>();
  const open = new Map<number, number>();
  let last = 0;
  for (const { at, place, begins } of sorted) {
    if (open.size > 0 && at > last) {
      const key = [...open.keys()].toSorted((a, b) => a - b).join(" ");
      times.set(key, (times.get(key) ?? 0) + at - last);
    }
    last = at;
    const count = (open.get(place) ?? 0) + (begins ? 1 : -1);
    if (count > 0) open.set(place, count);
    else open.delete(place);
  }
  return times;
}
