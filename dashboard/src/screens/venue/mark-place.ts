import type { Position } from "@probewarden/contract";

/** As far as a name reaches from its sensor, in metres on a plan that fills a phone's screen. */
const ASIDE_METRES = 9;
const BELOW_METRES = 8;

/** Whether a mark stands where the sensor's name would: the name then goes above its sensor, for a mark must not hide it. */
export const standsBelow = (sensor: Position, marks: readonly Position[]): boolean =>
  marks.some(({ x, y }) => Math.abs(x - sensor.x) < ASIDE_METRES && y > sensor.y && y - sensor.y < BELOW_METRES);

/** Nearer than this two marks would cover each other. */
const SAME_PLACE_METRES = 2;

/** For each mark how many steps it goes aside, so that of several suspects at one place each can be seen and chosen. */
export function stepsAside(places: readonly Position[]): number[] {
  return places.map(
    ({ x, y }, at) =>
      places.slice(0, at).filter((other) => Math.hypot(other.x - x, other.y - y) < SAME_PLACE_METRES).length,
  );
}
