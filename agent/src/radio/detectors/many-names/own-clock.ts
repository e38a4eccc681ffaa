import { clockStartedAt } from "../../air/clock-line.ts";
import type { Frame } from "../../dot11/frame.ts";
import { MANY_NAMES } from "./figures.ts";

/** Frames of one clock lie on one line: drift is some ppm, and a loaded host writes a time stamp some tens of milliseconds late. */
const OFF_THE_LINE_SECONDS = 0.25;
/** Clocks of boards that were switched on by hand started further apart than this. */
const APART_SECONDS = 1;
/** Weight of a new level in the running mean. */
const LEVEL_SHARE = 0.2;

/** The clock, channel and level behind one name of an address. */
export interface OwnClock {
  startedAt: number;
  beacons: number;
  firstAt: number;
  lastAt: number;
  /** A frame under this name was not of this clock. */
  isBroken: boolean;
  channel: number;
  levelDbm: number;
}

/** A clock of which nothing is known yet. */
export function emptyClock(): OwnClock {
  return {
    startedAt: Number.NaN,
    beacons: 0,
    firstAt: Number.NaN,
    lastAt: Number.NaN,
    isBroken: false,
    channel: -1,
    levelDbm: Number.NaN,
  };
}

/** Takes the first frame under the name. */
export function beginClock(clock: OwnClock, frame: Frame, atSeconds: number): void {
  clock.startedAt = clockStartedAt(frame, atSeconds);
  clock.beacons = 0;
  clock.firstAt = atSeconds;
  clock.lastAt = atSeconds;
  clock.isBroken = false;
  clock.channel = channelOf(frame);
  clock.levelDbm = frame.rssiDbm;
}

/** Takes the next frame under the name. */
export function followClock(clock: OwnClock, frame: Frame, isBeacon: boolean, atSeconds: number): void {
  const startedAt = clockStartedAt(frame, atSeconds);
  if (Math.abs(startedAt - clock.startedAt) > OFF_THE_LINE_SECONDS || channelOf(frame) !== clock.channel)
    clock.isBroken = true;
  clock.startedAt = startedAt;
  clock.lastAt = atSeconds;
  if (isBeacon) clock.beacons++;
  if (Number.isNaN(clock.levelDbm)) clock.levelDbm = frame.rssiDbm;
  else if (!Number.isNaN(frame.rssiDbm)) clock.levelDbm += LEVEL_SHARE * (frame.rssiDbm - clock.levelDbm);
}

/**
 * Whether each name has a transmitter of its own behind it: boards with one factory address. One radio has one clock, so whoever wears
 * several names and wants to pass for several boards must keep a clock for each, beacon by beacon, each on its own channel or at its own
 * level. That is asked from the first frame on, and after a while with enough beacons to be sure.
 */
export function areSeveralBoards(clocks: readonly (OwnClock | undefined)[], seconds: number): boolean {
  const isProbation = seconds <= MANY_NAMES.boardSeconds;
  return clocks.every((one, index) => {
    // Clocks are followed from the second name on: the first one's may not have been heard since.
    if (one === undefined) return isProbation;
    if (one.isBroken || (!isProbation && one.beacons < MANY_NAMES.boardBeacons)) return false;
    return clocks.slice(0, index).every((other) => other === undefined || isAnother(one, other));
  });
}

function isAnother(one: OwnClock, other: OwnClock): boolean {
  if (Math.abs(one.startedAt - other.startedAt) < APART_SECONDS) return false;
  return one.channel !== other.channel || Math.abs(one.levelDbm - other.levelDbm) >= MANY_NAMES.boardDb;
}

/** The channel that the frame names, or else the one that it was heard on: in the 2.4 GHz band it is heard on the next one too. */
function channelOf({ advertisedChannel, channelMhz }: Frame): number {
  return advertisedChannel > 0 ? advertisedChannel : channelMhz;
}
