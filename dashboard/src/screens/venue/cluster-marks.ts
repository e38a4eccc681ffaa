import type { Place, Position } from "@probewarden/contract";

/** So many marks stand side by side, whatever covers what; of more, those that cover each other are one. */
export const FEW = 60;
/** Side of the square in which marks with their numbers cover each other, in pixels. */
const SQUARE_PX = 56;

/** Marks that stand for themselves, and such as stand for several: the heaviest in front of each. */
export interface Clustered<Mark> {
  single: Mark[];
  clusters: { at: Position; marks: Mark[] }[];
}

/**
 * Joins marks of a plan that would cover each other as large as it is drawn now. The one that is chosen always stands for itself.
 * @param marks the heaviest first
 */
export function clusterMarks<Mark extends { suspectId: string; place: Pick<Place, "position"> }>(
  marks: readonly Mark[],
  pixelsPerMetre: number,
  chosen: string | undefined,
): Clustered<Mark> {
  if (marks.length <= FEW) return { single: [...marks], clusters: [] };
  const squares = new Map<string, Mark[]>();
  const single: Mark[] = [];
  for (const mark of marks) {
    const { x, y } = mark.place.position;
    const key = `${Math.floor((x * pixelsPerMetre) / SQUARE_PX)} ${Math.floor((y * pixelsPerMetre) / SQUARE_PX)}`;
    const square = squares.get(key);
    if (mark.suspectId === chosen) single.push(mark);
    else if (square) square.push(mark);
    else squares.set(key, [mark]);
  }
  const clusters: Clustered<Mark>["clusters"] = [];
  for (const together of squares.values()) {
    const [first] = together;
    if (first === undefined) continue;
    if (together.length === 1) single.push(first);
    else clusters.push({ at: middleOf(together), marks: together });
  }
  return { single, clusters };
}

function middleOf(marks: readonly { place: Pick<Place, "position"> }[]): Position {
  const sum = marks.reduce(({ x, y }, { place: { position } }) => ({ x: x + position.x, y: y + position.y }), {
    x: 0,
    y: 0,
  });
  return { x: sum.x / marks.length, y: sum.y / marks.length };
}
