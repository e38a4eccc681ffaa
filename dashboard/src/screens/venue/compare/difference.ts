import type { Band, Place } from "@probewarden/contract";

/** A suspect as a plan shows it. */
export interface Shown {
  suspectId: string;
  band: Band;
  place?: Place | undefined;
}

/** How two plans differ, by identifier. */
export interface Difference {
  /** On the second and not on the first. */
  appeared: string[];
  gone: string[];
  /** On another floor, or farther apart than both places are uncertain by. */
  moved: string[];
  /** The band is another. */
  changed: string[];
}

const isMoved = (before: Place | undefined, now: Place | undefined): boolean =>
  before !== undefined &&
  now !== undefined &&
  (before.floorId !== now.floorId ||
    Math.hypot(before.position.x - now.position.x, before.position.y - now.position.y) >
      before.radiusMetres + now.radiusMetres);

/** What is other on the second plan than on the first. */
export function differenceOf(first: readonly Shown[], second: readonly Shown[]): Difference {
  const before = new Map(first.map((one) => [one.suspectId, one]));
  const now = new Map(second.map((one) => [one.suspectId, one]));
  const both = second.flatMap((one) => {
    const was = before.get(one.suspectId);
    return was === undefined ? [] : [{ was, one }];
  });
  return {
    appeared: second.filter((one) => !before.has(one.suspectId)).map(({ suspectId }) => suspectId),
    gone: first.filter((one) => !now.has(one.suspectId)).map(({ suspectId }) => suspectId),
    moved: both.filter(({ was, one }) => isMoved(was.place, one.place)).map(({ one }) => one.suspectId),
    changed: both.filter(({ was, one }) => was.band !== one.band).map(({ one }) => one.suspectId),
  };
}
