import { NEW_TRANSMITTER } from "./figures.ts";

/**
 * What a stay is.
 * - `early`: it was there when the sensor learnt the place, or was told long enough ago: it is known here;
 * - `staying`: it came later, and may be told;
 * - `told`: it is told each hour;
 * - `barred`: it behaved as a station, or its twin did: it is never told, and nothing of it is written down.
 */
export type StayState = "early" | "staying" | "told" | "barred";

/** One access point that is heard at one place for a while. It is another's when this one was forgotten: keep no reference to it. */
export interface Stay {
  bssid: number;
  state: StayState;
  /** Its name outside; empty until it is told. */
  stayId: string;
  /** Capture time in seconds. */
  firstAt: number;
  lastAt: number;
  /** Hours of listening of this sensor: at its first, at its latest, and when it was told. */
  firstHour: number;
  lastHour: number;
  toldHour: number;
  /** In so many of them it was heard all along. */
  hoursHeard: number;
  /** Mean level in dBm of the latest of these. */
  readonly levels: Int8Array;
  levelCount: number;
  channelMhz: number;
  /** A station was heard asking for its name at some time: it may be somebody's home. */
  isNameAsked: boolean;
  /** The hour at hand: minutes in which it beaconed, and their levels. */
  minutes: number;
  levelSum: number;
  levelMinutes: number;
  /** Its beacons at the latest look. */
  beacons: number;
}

export function emptyStay(): Stay {
  return {
    bssid: -1,
    state: "barred",
    stayId: "",
    firstAt: 0,
    lastAt: 0,
    firstHour: 0,
    lastHour: 0,
    toldHour: 0,
    hoursHeard: 0,
    levels: new Int8Array(NEW_TRANSMITTER.levels),
    levelCount: 0,
    channelMhz: 0,
    isNameAsked: false,
    minutes: 0,
    levelSum: 0,
    levelMinutes: 0,
    beacons: 0,
  };
}

/** Makes a record a new stay's. */
export function beginStay(stay: Stay, bssid: number, state: StayState, atSeconds: number, hour: number): void {
  Object.assign(stay, emptyStayWithoutLevels, { bssid, state, firstAt: atSeconds, lastAt: atSeconds });
  stay.firstHour = stay.lastHour = hour;
}

const { levels: _, ...emptyStayWithoutLevels } = emptyStay();

/** A minute in which it beaconed. */
export function hearMinute(stay: Stay, levelDbm: number, channelMhz: number, atSeconds: number): void {
  stay.minutes++;
  stay.lastAt = atSeconds;
  if (channelMhz > 0) stay.channelMhz = channelMhz;
  if (Number.isNaN(levelDbm)) return;
  stay.levelSum += levelDbm;
  stay.levelMinutes++;
}

/** An hour of listening is over. */
export function closeHour(stay: Stay, hour: number): void {
  const { minutes, levelSum, levelMinutes } = stay;
  stay.minutes = stay.levelSum = stay.levelMinutes = 0;
  if (minutes === 0) return;
  stay.lastHour = hour;
  if (minutes < NEW_TRANSMITTER.hourMinutes) return;
  stay.hoursHeard++;
  if (levelMinutes > 0) stay.levels[stay.levelCount++ % NEW_TRANSMITTER.levels] = Math.round(levelSum / levelMinutes);
}

/** Median level of its hours, and how far they lie apart; undefined where the radio tells no levels, or told too few. */
export function levelOf({ levels, levelCount }: Stay): { medianDbm: number; spreadDb: number } | undefined {
  if (levelCount < NEW_TRANSMITTER.hours) return undefined;
  const sorted = levels.slice(0, Math.min(levelCount, NEW_TRANSMITTER.levels)).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return { medianDbm: at(0.5), spreadDb: at(0.9) - at(0.1) };
}
