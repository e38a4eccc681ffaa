import type { AccessPoint } from "../../air/access-points.ts";
import { STRAYED, type Beat } from "../../air/beat.ts";
import type { Frame } from "../../dot11/frame.ts";
import type { DetectorContext } from "../detector.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";
import { lacksTim } from "./odd-beacon.ts";

/** Bound: addresses remembered, the latest; a list that is played has dozens. */
const REMEMBERED = 64;
/** Levels of one radio at one place lie in so many decibels. */
const ONE_LEVEL_DB = 6;
/** Who was not heard for so long is not counted. */
const FRESH_SECONDS = 60;

/** 11.1.3.2: the time stamp is the clock at the moment of sending, so two beacons never have the same. */
export const hasFrozenClock = (beat: Beat | undefined): boolean =>
  (beat?.sameStamp ?? 0) >= IMPOSSIBLE_BEACON.fewBeacons;

/** A clock runs on from beacon to beacon; of several boards with one address each has its own. One that leaps each time is none. */
export const hasLeapingClock = (beat: Beat | undefined): boolean => (beat?.leaps ?? 0) >= IMPOSSIBLE_BEACON.fewBeacons;

/** 11.1.3.1: a clock is off by a hundred parts in a million at most. One that leaves its line again and again is counted up by a program. */
const hasStrayingClock = (beat: Beat | undefined): boolean => beat?.isKept === false && beat.strays >= STRAYED;

/** Whether a beacon's time stamps are no clock's. */
export const hasFalseClock = (beat: Beat | undefined): boolean =>
  hasFrozenClock(beat) || hasLeapingClock(beat) || hasStrayingClock(beat);

/** Whether an access point's beacons were held against its interval for long enough, and are at any time. */
export function hasNoBeat({ beat }: AccessPoint): boolean {
  const { beatBeacons, irregular, fewBeacons, fewIrregular, peak } = IMPOSSIBLE_BEACON;
  if (beat === undefined || beat.beacons < fewBeacons || beat.peak >= peak) return false;
  return beat.regularity < (beat.beacons >= beatBeacons ? irregular : fewIrregular);
}

/**
 * Access points whose beacons carry no clock at all, or one each whose beat they do not keep, and come at any time by ours. What has no common clock
 * cannot be laid to one radio by it, so they are held against each other by channel and level: one such is a broken driver, a list of them at
 * one place is a program's.
 */
export class FalseClocks {
  /** Each address, and whether its latest beacon lacked a TIM. */
  readonly #addresses = new Map<number, boolean>();

  /** Takes one, by its beacon; what is alike, itself included, in the order in which they were met. */
  take(known: AccessPoint, frame: Frame, { accessPoints, atSeconds, venue }: DetectorContext): AccessPoint[] {
    this.#addresses.set(known.bssid, lacksTim(frame));
    const alike: AccessPoint[] = [];
    for (const address of this.#addresses.keys()) {
      const other = accessPoints.get(address);
      const isFresh = other !== undefined && Math.abs(atSeconds - other.lastAt) <= FRESH_SECONDS;
      const isFalse = isFresh && (hasFalseClock(other.beat) || hasNoBeat(other)) && other.beat?.isInTimeHere === false;
      if (!isFalse || (this.#addresses.size > REMEMBERED && address !== known.bssid)) this.#addresses.delete(address);
      else if (isAtOnePlace(known, other) && venue.network(address) === undefined) alike.push(other);
    }
    return alike;
  }

  /** Whether none of them has a TIM, which 9.3.3.2 demands. */
  areWithoutTim(them: readonly AccessPoint[]): boolean {
    return them.every(({ bssid }) => this.#addresses.get(bssid) === true);
  }

  /** Addresses remembered. */
  get size(): number {
    return this.#addresses.size;
  }
}

function isAtOnePlace(one: AccessPoint, other: AccessPoint): boolean {
  return one.channelMhz === other.channelMhz && !(Math.abs(one.levelDbm - other.levelDbm) > ONE_LEVEL_DB);
}
