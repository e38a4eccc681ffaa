import type { Disc } from "../coverage.ts";
import type { Painter } from "../floor-canvas.ts";
import { discsPath, token } from "../painters.ts";
import type { ExposureField } from "./exposure.ts";
import { figureOf, type LoadCells, type LoadSource } from "./load-cells.ts";

/** Never so full that the plan under it is lost. */
const FULL_ALPHA = 0.7;
/** So much is seen of a cell in which anything was heard at all. */
const LEAST_ALPHA = 0.08;

/** Paints cells of a floor in one hue of differing opacity. */
export function cellsPainter(
  { columns, rows, stepMetres }: { columns: number; rows: number; stepMetres: number },
  hue: string,
  alphaOf: (cell: number) => number,
  discs: readonly Disc[],
): Painter {
  return (view) => {
    const { context, toPixel } = view;
    const cells = document.createElement("canvas");
    cells.width = columns;
    cells.height = rows;
    const pen = cells.getContext("2d");
    if (!pen) return;
    pen.fillStyle = token(hue);
    pen.fillRect(0, 0, columns, rows);
    const pixels = pen.getImageData(0, 0, columns, rows);
    for (let cell = 0; cell < columns * rows; cell += 1)
      pixels.data[cell * 4 + 3] = Math.round(255 * Math.min(1, alphaOf(cell)));
    pen.putImageData(pixels, 0, 0);
    const from = toPixel({ x: 0, y: 0 });
    const to = toPixel({ x: columns * stepMetres, y: rows * stepMetres });
    context.save();
    // Nothing is said of where nobody hears.
    context.clip(discsPath(view, discs));
    context.imageSmoothingQuality = "high";
    context.drawImage(cells, from.x, from.y, to.x - from.x, to.y - from.y);
    context.restore();
  };
}

/** Hours of exposure: from nothing to the most of the floor. */
export const exposurePainter = (field: ExposureField, discs: readonly Disc[]): Painter =>
  cellsPainter(
    field,
    "--suspected",
    (cell) => (field.most === 0 ? 0 : (FULL_ALPHA * (field.hours[cell] ?? 0)) / field.most),
    discs,
  );

/** The most probe requests a minute of any source, at least those of a handful of phones: a quiet floor is not painted like a loud one. */
const LEAST_SCALE = 20;
export const loadScale = (sources: readonly LoadSource[]): number =>
  Math.max(LEAST_SCALE, ...sources.map(({ probeRequests }) => figureOf(probeRequests)));

/** The load of each sensor, flat over what it hears, with an edge towards its neighbours. */
export function loadPainter(cells: LoadCells, sources: readonly LoadSource[], discs: readonly Disc[]): Painter {
  const { columns, owners } = cells;
  const most = loadScale(sources);
  const alphas = sources.map(({ probeRequests }) => {
    const figure = figureOf(probeRequests);
    return figure === 0 ? 0 : LEAST_ALPHA + ((FULL_ALPHA - LEAST_ALPHA) * figure) / most;
  });
  const isEdge = (cell: number): boolean => {
    const owner = owners[cell];
    const right = owners[cell + 1];
    const below = owners[cell + columns];
    return (
      ((cell + 1) % columns !== 0 && right !== undefined && right !== owner) || (below !== undefined && below !== owner)
    );
  };
  return cellsPainter(
    cells,
    "--info",
    (cell) => {
      const owner = owners[cell] ?? -1;
      if (owner < 0) return 0;
      return isEdge(cell) ? 0.9 : (alphas[owner] ?? 0);
    },
    discs,
  );
}
