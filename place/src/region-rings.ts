/** A closed line around an island of a region, or around a hole in one, in metres; the last point joins the first. */
export type Ring = [number, number][];

/**
 * The edges of a region's cells as closed lines, so that it can be drawn at any scale: outer edges clockwise on the screen (y down), holes the
 * other way, so that either filling rule leaves them open. Corners only, no points along straight edges.
 */
export function ringsOf(
  { stepMetres, columns, rows }: { stepMetres: number; columns: number; rows: number },
  mask: Uint8Array,
): Ring[] {
  const isIn = (column: number, row: number): boolean =>
    column >= 0 && row >= 0 && column < columns && row < rows && mask[row * columns + column] === 1;
  // Each edge goes from one grid corner to the next with the cell on its right hand; corners are numbered row by row.
  const wide = columns + 1;
  const edges = new Map<number, number[]>();
  const add = (from: number, to: number): void => {
    const known = edges.get(from);
    if (known === undefined) edges.set(from, [to]);
    else known.push(to);
  };
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (!isIn(column, row)) continue;
      const corner = row * wide + column;
      if (!isIn(column, row - 1)) add(corner, corner + 1);
      if (!isIn(column + 1, row)) add(corner + 1, corner + 1 + wide);
      if (!isIn(column, row + 1)) add(corner + 1 + wide, corner + wide);
      if (!isIn(column - 1, row)) add(corner + wide, corner);
    }
  const rings: Ring[] = [];
  for (const start of edges.keys())
    while ((edges.get(start)?.length ?? 0) > 0) rings.push(walkRing(edges, start, wide, stepMetres));
  return rings;
}

function walkRing(edges: Map<number, number[]>, start: number, wide: number, stepMetres: number): Ring {
  const ring: Ring = [];
  let before = 0;
  for (let at = start; ;) {
    const nexts = edges.get(at) ?? [];
    // Where two cells touch at a corner the line turns right, into the same cell: islands stay apart.
    const turned = before === 0 ? -1 : nexts.findIndex((next) => next - at === rightOf(before, wide));
    const [next = start] = nexts.splice(Math.max(0, turned), 1);
    const step = next - at;
    if (step !== before) ring.push([(at % wide) * stepMetres, Math.floor(at / wide) * stepMetres]);
    before = step;
    at = next;
    if (at === start) return ring;
  }
}

/** The step to the right of a step, on a screen with y down. */
const rightOf = (step: number, wide: number): number =>
  step === 1 ? wide : step === wide ? -1 : step === -1 ? -wide : 1;
