import { clockStartedAt } from "../../air/clock-line.ts";
import type { Frame } from "../../dot11/frame.ts";
import type { SubjectKey } from "../detector.ts";
import { CANARY } from "./figures.ts";

/** Different pieces of bait that are told apart for one address. */
export const DIFFERENT = 32;

/** One address that reacted to bait. It is another's when this one was forgotten: keep no reference to it. */
export interface Reaction {
  address: number;
  firstAt: number;
  frames: number;
  /** Bait that it reacted to: names of answers, addresses of other frames. */
  readonly bait: Set<number>;
  readonly names: Set<string>;
  ageSeconds: number;
  /** One of the frames was whole, or several were heard. */
  isSure: boolean;
  /** Of its answers: when their clock started, and how many came at another level than the access point's own. */
  clock: number;
  foreign: number;
  /** What is heard of the address besides, and what that says of the access point's clock. */
  ownFrames: number;
  ownClock: number;
  ownSince: number;
  ownLatestAt: number;
  ownClockFrames: number;
  /** Judged by it. */
  said: SubjectKey | undefined;
  saidAt: number;
  isNews: boolean;
}

export function emptyReaction(): Reaction {
  const reaction = { bait: new Set<number>(), names: new Set<string>() } as Reaction;
  beginReaction(reaction, -1, Number.NaN);
  return reaction;
}

export function beginReaction(it: Reaction, address: number, at: number): void {
  it.address = address;
  it.firstAt = at;
  it.frames = 0;
  it.bait.clear();
  it.names.clear();
  it.ageSeconds = Number.NaN;
  it.isSure = false;
  it.clock = Number.NaN;
  it.foreign = 0;
  it.ownFrames = 0;
  it.ownClock = Number.NaN;
  it.ownSince = at;
  it.ownLatestAt = at;
  it.ownClockFrames = 0;
  it.said = undefined;
  it.saidAt = -Infinity;
  it.isNews = false;
}

/** When the clock behind a frame started; NaN where the frame has no time stamp. */
export const clockOf = (frame: Frame, at: number): number => (frame.hasTsf ? clockStartedAt(frame, at) : Number.NaN);

/** Takes a frame that the address sends under a name of its own: what the access point's clock really says. */
export function takeOwn(it: Reaction, frame: Frame, at: number): void {
  it.ownFrames++;
  const clock = clockOf(frame, at);
  if (Math.abs(clock - it.ownClock) <= CANARY.clockSeconds) it.ownClockFrames++;
  else {
    it.ownClockFrames = 1;
    it.ownSince = at;
    it.ownClock = clock;
  }
  it.ownLatestAt = at;
}

/** Whether answers under an address come from the access point that has it: `unknown` until its own clock was heard for a moment. */
export function senderOf(it: Reaction, otherAdvertisements: number, at: number): "itself" | "another" | "unknown" {
  if (Math.max(otherAdvertisements, it.ownFrames) < CANARY.ownFrames) return "itself";
  if (2 * it.foreign > it.frames) return "another";
  const hasClock = it.ownClockFrames >= CANARY.clockFrames && it.ownLatestAt - it.ownSince >= CANARY.clockSpanSeconds;
  if (hasClock && !Number.isNaN(it.clock))
    return Math.abs(it.clock - it.ownClock) <= CANARY.clockSeconds ? "itself" : "another";
  // It has shown a clock for a moment, or so few frames that nobody knows whether it keeps to one.
  const mayKeepToOne = it.ownFrames < CANARY.noClockFrames || it.ownClockFrames >= CANARY.clockFrames;
  return hasClock || (mayKeepToOne && at - it.firstAt < CANARY.waitSeconds) ? "unknown" : "itself";
}
