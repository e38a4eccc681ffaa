import type { Floor } from "@probewarden/contract";
import type { SignalModel } from "@probewarden/place";
import type { Disc } from "./coverage.ts";
import type { FloorView, Painter } from "./floor-canvas.ts";
import { hatchLines } from "./hatch-lines.ts";
import { heatField } from "./heat-field.ts";

const HATCH_STEP_PX = 9;
/** Cells of the heat: half a metre is finer than any place that levels can tell apart. */
const METRES_PER_CELL = 0.5;
/** Cells at most: a larger floor, or one whose size was mistyped, has larger ones. */
const MOST_CELLS = 40_000;

/** Colour of a token as it is now. */
export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** What is heard, as one path: outside of it nothing is known and nothing is painted. */
export function discsPath({ toPixel, pixelsPerMetre }: FloorView, discs: readonly Disc[]): Path2D {
  const path = new Path2D();
  for (const { centre, radiusMetres } of discs) {
    const at = toPixel(centre);
    path.moveTo(at.x + radiusMetres * pixelsPerMetre, at.y);
    path.arc(at.x, at.y, radiusMetres * pixelsPerMetre, 0, 2 * Math.PI);
  }
  return path;
}

/** Hatches at 45° the part of the floor that no hearing sensor reaches. */
export function hatchPainter(floor: Floor, discs: readonly Disc[]): Painter {
  return (view) => {
    const { context, toPixel } = view;
    const from = toPixel({ x: 0, y: 0 });
    const to = toPixel({ x: floor.widthMetres, y: floor.heightMetres });
    context.save();
    context.beginPath();
    context.rect(from.x, from.y, to.x - from.x, to.y - from.y);
    context.clip();
    context.strokeStyle = token("--hatch");
    context.lineWidth = 1.5;
    context.beginPath();
    const { width, height } = context.canvas;
    const seen = { x: width / devicePixelRatio, y: height / devicePixelRatio };
    for (const [start, end] of hatchLines(from, to, seen, HATCH_STEP_PX)) {
      context.moveTo(start.x, start.y);
      context.lineTo(end.x, end.y);
    }
    context.stroke();
    context.globalCompositeOperation = "destination-out";
    context.fill(discsPath(view, discs));
    context.restore();
  };
}

/** Paints the modelled level of one suspect in one hue, where somebody hears. */
export function heatPainter(floor: Floor, model: SignalModel | undefined, discs: readonly Disc[]): Painter {
  if (model === undefined) return () => undefined;
  const cellMetres = Math.max(METRES_PER_CELL, Math.sqrt((floor.widthMetres * floor.heightMetres) / MOST_CELLS));
  const columns = Math.ceil(floor.widthMetres / cellMetres);
  const rows = Math.ceil(floor.heightMetres / cellMetres);
  const field = heatField(columns, rows, cellMetres, model.levelAt);
  return (view) => {
    const { context, toPixel } = view;
    const cells = document.createElement("canvas");
    cells.width = columns;
    cells.height = rows;
    const pen = cells.getContext("2d");
    if (!pen) return;
    // The hue is filled once; only its opacity differs from cell to cell.
    pen.fillStyle = token("--suspected");
    pen.fillRect(0, 0, columns, rows);
    const pixels = pen.getImageData(0, 0, columns, rows);
    field.forEach((alpha, cell) => (pixels.data[cell * 4 + 3] = Math.round(alpha * 255)));
    pen.putImageData(pixels, 0, 0);
    const from = toPixel({ x: 0, y: 0 });
    const to = toPixel({ x: columns * cellMetres, y: rows * cellMetres });
    context.save();
    context.clip(discsPath(view, discs));
    context.imageSmoothingQuality = "high";
    context.drawImage(cells, from.x, from.y, to.x - from.x, to.y - from.y);
    context.restore();
  };
}
