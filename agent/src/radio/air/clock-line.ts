import type { Frame } from "../dot11/frame.ts";

const TWO_TO_32 = 0x1_0000_0000;

/** The Timestamp of a beacon or probe response (9.4.1.10): the sender's own clock (TSF), in microseconds from its start. */
export function tsfMicroseconds({ tsfHigh, tsfLow }: Frame): number {
  return (tsfHigh >>> 0) * TWO_TO_32 + (tsfLow >>> 0);
}

/** The same in seconds. */
export function tsfSeconds(frame: Frame): number {
  return tsfMicroseconds(frame) / 1e6;
}

/** When the sender's clock started, by its own count, in capture time: the same for all frames of one clock, but for its drift of some ppm. */
export function clockStartedAt(frame: Frame, atSeconds: number): number {
  return atSeconds - tsfSeconds(frame);
}
