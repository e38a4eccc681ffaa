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

function nameBox({ x, y }: Position, name: string, side: "above" | "below"): Box {
  const width =
    EDGES_PX + Array.from(name, (sign) => (sign < "\u2e80" ? LATIN_PX : WIDE_PX)).reduce((a, b) => a + b, 0);
  const top = side === "below" ? y + FROM_MIDDLE_PX : y - FROM_MIDDLE_PX - LINE_PX;
  return { left: x - width / 2, top, right: x + width / 2, bottom: top + LINE_PX };
}

/**
 * Where each sensor's name goes so that it covers no mark and no other name: below its sensor, else above it, else nowhere: it stands
 * in the list beside the plan, and under the pointer. All places are in pixels.
 */
export function placeNames(
  sensors: readonly { at: Position; name: string }[],
  suspects: readonly Position[],
): ("below" | "above" | undefined)[] {
  const taken = [
    ...sensors.map(({ at }) => boxAround(at, HALF_SENSOR_PX)),
    ...suspects.map((at) => boxAround(at, HALF_SUSPECT_PX)),
  ];
  return sensors.map(({ at, name }) =>
    (["below", "above"] as const).find((side) => {
      const box = nameBox(at, name, side);
      const isFree = taken.every((other) => !overlap(box, other));
      if (isFree) taken.push(box);
      return isFree;
    }),
  );
}

/** Nearer than this two marks would cover each other. */
const SAME_PLACE_METRES = 2;

/** For each mark how many steps it goes aside, so that of several suspects at one place each can be seen and chosen. */
export function stepsAside(places: readonly Position[]): number[] {
  return places.map(
    ({ x, y }, at) =>
      places.slice(0, at).filter((other) => Math.hypot(other.x - x, other.y - y) < SAME_PLACE_METRES).length,
  );
}
