import type { Frame } from "../dot11/frame.ts";
import { TU_MICROSECONDS } from "../dot11/time-unit.ts";

const TWO_TO_32 = 0x1_0000_0000;
/** Shares of a beacon interval: a busy channel delays a beacon by less, and its clock may be ahead of itself by so little. Of 335 recorded access points' first beacons 94 % lay there. */
const LATE_SHARE = 0.1;
const EARLY_SHARE = 0.03;

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

/** Where in its interval a beacon was sent by its own clock, from 0 to 1; NaN where it announces no interval or has no time stamp. */
export function phaseOf(frame: Frame): number {
  const interval = frame.beaconIntervalTu * TU_MICROSECONDS;
  return frame.hasTsf && interval > 0 ? (tsfMicroseconds(frame) % interval) / interval : Number.NaN;
}

/** Whether a beacon was sent when one was due by its own clock: at a multiple of the interval (11.1.3.2), or some milliseconds later. */
export function isDue(phase: number): boolean {
  return phase <= LATE_SHARE || phase >= 1 - EARLY_SHARE;
}
