import type { Position } from "@probewarden/contract";

/** A box on the plan, in pixels. */
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Half the width of a sensor's and of a suspect's mark, in pixels. */
const HALF_SENSOR_PX = 9;
export const HALF_SUSPECT_PX = 14;
/** Half of a suspect's shape itself, which may come closer than its name would. */
const HALF_MARK_PX = 12;
/** A name's line, and how far it stands from the middle of its mark, as in venue.css. */
const LINE_PX = 16;
const FROM_MIDDLE_PX = 12;
const LATIN_PX = 7;
const WIDE_PX = 12;
const EDGES_PX = 8;

const boxAround = ({ x, y }: Position, halfPx: number): Box => ({
  left: x - halfPx,
  top: y - halfPx,
  right: x + halfPx,
  bottom: y + halfPx,
});
const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Where a name stands beside its mark, and how far from its middle so that it is not cut at an edge. */
export interface NameStand {
  side: "above" | "below";
  asidePx: number;
}

/** From where to where names may reach, in pixels. */
interface Within {
  left: number;
  right: number;
}

function nameBox({ x, y }: Position, name: string, side: "above" | "below", within: Within): Box & NameStand {
  const width =
    EDGES_PX + Array.from(name, (sign) => (sign < "\u2e80" ? LATIN_PX : WIDE_PX)).reduce((a, b) => a + b, 0);
  const top = side === "below" ? y + FROM_MIDDLE_PX : y - FROM_MIDDLE_PX - LINE_PX;
  // One that is wider than all there is begins where that does.
  const left = Math.max(within.left, Math.min(x - width / 2, within.right - width));
  return { left, top, right: left + width, bottom: top + LINE_PX, side, asidePx: Math.round(left + width / 2 - x) };
}

const ANYWHERE: Within = { left: Number.NEGATIVE_INFINITY, right: Number.POSITIVE_INFINITY };

/**
 * Where each sensor's name goes so that it covers no mark and no other name: below its sensor, else above it, else nowhere: it stands
 * in the list beside the plan, and under the pointer. All places are in pixels.
 * @param within a name that would reach beyond goes aside
 */
export function placeNames(
  sensors: readonly { at: Position; name: string }[],
  suspects: readonly Position[],
  within: Within = ANYWHERE,
): (NameStand | undefined)[] {
  const taken: Box[] = [
    ...sensors.map(({ at }) => boxAround(at, HALF_SENSOR_PX)),
    ...suspects.map((at) => boxAround(at, HALF_SUSPECT_PX)),
  ];
  return sensors.map(({ at, name }) => {
    const stand = (["below", "above"] as const)
      .map((side) => nameBox(at, name, side, within))
      .find((box) => taken.every((other) => !overlap(box, other)));
    if (stand === undefined) return undefined;
    taken.push(stand);
    return { side: stand.side, asidePx: stand.asidePx };
  });
}

/** A mark that has to make room goes so far. */
const STEP_PX = 26;
/** Where a mark may stand, in steps from its place, the nearest first; above a sensor rather than below, where its name is. */
const STANDS: readonly Position[] = [
  { x: 0, y: 0 },
  { x: 0, y: -1 },
  { x: 1, y: 0 },
  { x: -1, y: 0 },
  { x: 1, y: -1 },
  { x: -1, y: -1 },
  { x: 0, y: -2 },
  { x: 2, y: 0 },
  { x: -2, y: 0 },
  { x: 1, y: -2 },
  { x: -1, y: -2 },
  { x: 2, y: -1 },
  { x: -2, y: -1 },
];

/**
 * For each suspect's mark how far aside it is drawn, so that it covers no sensor and no other mark, and each can be seen and chosen. Where
 * all is full it stands at its own place. All in pixels.
 */
export function marksAside(suspects: readonly Position[], sensors: readonly Position[]): Position[] {
  const taken = sensors.map((at) => boxAround(at, HALF_SENSOR_PX));
  return suspects.map(({ x, y }) => {
    const offsets = STANDS.map((stand) => ({ x: stand.x * STEP_PX, y: stand.y * STEP_PX }));
    const free = offsets.find((offset) => {
      const box = boxAround({ x: x + offset.x, y: y + offset.y }, HALF_MARK_PX);
      return taken.every((other) => !overlap(box, other));
    });
    const offset = free ?? { x: 0, y: 0 };
    taken.push(boxAround({ x: x + offset.x, y: y + offset.y }, HALF_MARK_PX));
    return offset;
  });
}
