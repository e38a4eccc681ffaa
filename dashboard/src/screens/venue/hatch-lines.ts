interface Point {
  x: number;
  y: number;
}

/**
 * Lines at 45° over a rectangle, as far as they are seen: near, a floor is many screens large, and only what is on this one is drawn. The
 * lines hang on the rectangle, so that they move with it.
 * @param from, to corners of the rectangle in pixels of the canvas
 * @param size of the canvas in the same pixels
 */
export function hatchLines(from: Point, to: Point, size: Point, step: number): [Point, Point][] {
  const top = Math.max(from.y, 0);
  const bottom = Math.min(to.y, size.y);
  const height = bottom - top;
  if (height <= 0) return [];
  // Where the line that begins at the rectangle's lower edge has come to at the lowest edge that is seen.
  const first = from.x - (to.y - from.y) + (to.y - bottom);
  const skipped = Math.max(0, Math.floor((-height - first) / step));
  const lines: [Point, Point][] = [];
  for (let x = first + skipped * step; x < Math.min(size.x, to.x + (to.y - bottom)); x += step)
    lines.push([
      { x, y: bottom },
      { x: x + height, y: top },
    ]);
  return lines;
}
