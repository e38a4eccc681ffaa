import type { Floor, Position, SuppressedMean } from "@probewarden/contract";

/** A sensor that listened, and what it heard of phones. */
export interface LoadSource {
  sensorId: string;
  position: Position;
  radiusMetres: number;
  probeRequests: SuppressedMean;
  devices: SuppressedMean;
}

const MOST_CELLS = 40_000;
/** What a small mean is painted as; how small it is nobody is told. */
const SMALL = 2.5;

/** A mean in whole counts, or that it is small. */
export const meanText = (mean: SuppressedMean, few: string): string =>
  typeof mean === "number" ? String(Math.round(mean)) : few;

export const figureOf = (mean: SuppressedMean): number => (typeof mean === "number" ? mean : SMALL);

/** Which source each cell of a floor belongs to, row by row: the nearest that hears it, -1 where none does. */
export interface LoadCells {
  columns: number;
  rows: number;
  stepMetres: number;
  owners: Int16Array;
}

/** The floor in cells of sensors: a count belongs to all that a sensor hears, and has no gradient within. */
export function loadCells(
  { widthMetres, heightMetres }: Floor,
  sources: readonly Pick<LoadSource, "position" | "radiusMetres">[],
): LoadCells {
  const stepMetres = Math.max(0.25, Math.sqrt((widthMetres * heightMetres) / MOST_CELLS));
  const [columns, rows] = [Math.ceil(widthMetres / stepMetres), Math.ceil(heightMetres / stepMetres)];
  const owners = new Int16Array(columns * rows).fill(-1);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const [x, y] = [(column + 0.5) * stepMetres, (row + 0.5) * stepMetres];
      let nearest = Infinity;
      sources.forEach(({ position, radiusMetres }, source) => {
        const distance = Math.hypot(position.x - x, position.y - y);
        if (distance > radiusMetres || distance >= nearest) return;
        nearest = distance;
        owners[row * columns + column] = source;
      });
    }
  return { columns, rows, stepMetres, owners };
}
