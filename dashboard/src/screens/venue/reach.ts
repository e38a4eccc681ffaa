import type { Floor, Position } from "@probewarden/contract";
import type { Disc } from "./coverage.ts";

/** Cells at most: a hearing radius is an estimate, and needs no finer ones. */
const MOST_CELLS = 4_000;
/** With so many sensors a place can be told; more do not make the layer darker. */
export const ENOUGH = 3;
/** What one more sensor is worth where so many hear already: first that anybody hears at all, then that a place can be told. */
const WORTH = [1, 0.35, 0.35];
/** A sensor that adds less than this share of the floor is not worth a ladder. */
const WORTH_A_SENSOR = 0.04;
/** Candidates are so many cells apart each way. */
const EVERY = 2;

/** A floor in cells, and by how many sensors a phone in each is heard, at most {@link ENOUGH}. */
export interface Reach {
  columns: number;
  rows: number;
  stepMetres: number;
  heardBy: Uint8Array;
}

/** By how many of these sensors a phone is heard, cell by cell. */
export function reachOf(
  { widthMetres, heightMetres }: Pick<Floor, "widthMetres" | "heightMetres">,
  discs: readonly Disc[],
): Reach {
  const stepMetres = Math.max(0.5, Math.sqrt((widthMetres * heightMetres) / MOST_CELLS));
  const [columns, rows] = [Math.ceil(widthMetres / stepMetres), Math.ceil(heightMetres / stepMetres)];
  const heardBy = new Uint8Array(columns * rows);
  for (let cell = 0; cell < heardBy.length; cell += 1) {
    const [x, y] = [((cell % columns) + 0.5) * stepMetres, (Math.floor(cell / columns) + 0.5) * stepMetres];
    let count = 0;
    for (const { centre, radiusMetres } of discs)
      if (count < ENOUGH && Math.hypot(centre.x - x, centre.y - y) <= radiusMetres) count += 1;
    heardBy[cell] = count;
  }
  return { columns, rows, stepMetres, heardBy };
}

/** Shares of the floor that nobody, one, two, three or more hear. */
export function sharesOf({ heardBy }: Reach): number[] {
  const counts = Array.from({ length: ENOUGH + 1 }, () => 0);
  for (const count of heardBy) counts[count]! += 1;
  return counts.map((count) => count / Math.max(1, heardBy.length));
}

/**
 * Where one more sensor of this reach would do most: first where nobody hears, then where fewer hear than a place needs. undefined where none
 * would do much.
 */
export function nextSensor(reach: Reach, radiusMetres: number): Position | undefined {
  const { columns, rows, stepMetres, heardBy } = reach;
  const cells = Math.ceil(radiusMetres / stepMetres);
  let best: { gain: number; at: Position } | undefined;
  for (let row = 0; row < rows; row += EVERY)
    for (let column = 0; column < columns; column += EVERY) {
      let gain = 0;
      for (let y = Math.max(0, row - cells); y <= Math.min(rows - 1, row + cells); y += 1) {
        const across = (radiusMetres / stepMetres) ** 2 - (y - row) ** 2;
        if (across < 0) continue;
        const half = Math.floor(Math.sqrt(across));
        const to = Math.min(columns - 1, column + half);
        for (let x = Math.max(0, column - half); x <= to; x += 1) gain += WORTH[heardBy[y * columns + x] ?? 0] ?? 0;
      }
      if (best === undefined || gain > best.gain)
        best = { gain, at: { x: (column + 0.5) * stepMetres, y: (row + 0.5) * stepMetres } };
    }
  return best === undefined || best.gain < WORTH_A_SENSOR * heardBy.length ? undefined : best.at;
}
