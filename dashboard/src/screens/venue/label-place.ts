import type { Position } from "@probewarden/contract";

/** As far as a name reaches from its sensor, in metres on a plan that fills a phone's screen. */
const ASIDE_METRES = 9;
const BELOW_METRES = 8;

/** Whether a mark stands where the sensor's name would: the name then goes above its sensor, for a mark must not hide it. */
export const standsBelow = (sensor: Position, marks: readonly Position[]): boolean =>
  marks.some(({ x, y }) => Math.abs(x - sensor.x) < ASIDE_METRES && y > sensor.y && y - sensor.y < BELOW_METRES);
