import type { Frame } from "../dot11/frame.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { AccessPoint } from "./access-points.ts";
import { isFromNextChannel, isOnChannel } from "./own-channel.ts";
import { PlaceOfFrames } from "./place-of-frames.ts";
import { RankedRecords } from "./ranked-records.ts";
import { canFollow } from "./sequence-counter.ts";
import { TwoLines } from "./two-lines.ts";

/** Whether all that is heard with one address comes from one sender; `unknown` while nobody can tell. */
export type Senders = "one" | "two" | "unknown";

/** What two senders with one address are told apart by. */
export type Sign = "clock" | "counter" | "level";
export const SIGNS: readonly Sign[] = ["clock", "counter", "level"];

/** Listed addresses remembered: as many as a venue's list may have. */
const ADDRESSES = 1_024;

/**
 * Clocks are told apart by seconds: time stamps of a capture may be as coarse as that, and two clocks that were not started together
 * are days apart. A clock goes on while nothing is heard (crystals differ by 0.02 %, that is 2 seconds in three hours).
 */
const CLOCK_SECONDS = 2;
const CLOCK_GAP_SECONDS = 600;
/** In a second an access point counts some tens of management frames; what was not heard for longer may stand anywhere. */
const COUNTER_GAP_SECONDS = 1;
/** Levels of one sender at one place scatter by 2 to 8 dB, people in the way included; two rows that are twice as far apart are two places. */
const SAME_PLACE_DB = 9;
const TWO_PLACES_DB = 18;
const LEVEL_GAP_SECONDS = 10;

/** Returns to a row that was left, within so long, before they are two. A level is the weakest sign, for people walk by. */
const RETURNS = 4;
const LEVEL_RETURNS = 12;
const RETURNS_SECONDS = 60;
/** How long that is believed after the latest return. */
const TWO_SECONDS = 600;
/** Frames, and seconds, in which all went on from one clock and one counter before they are one. */
const FRAMES_OF_ONE = 8;
const SECONDS_OF_ONE = 3;

interface Heard {
  at: number;
  readonly clock: TwoLines;
  /** Of beacons and of answers: some radios count beacons apart. */
  readonly beacons: TwoLines;
  readonly answers: TwoLines;
  readonly level: TwoLines;
  /** Of its other frames. */
  readonly place: PlaceOfFrames;
}

/**
 * Addresses on the venue's own list, and whether somebody else uses one too. Whatever is transmitted, an attacker can transmit; but two
 * transmitters with one address have two clocks, two counters and stand in two places, and go on with each other's frames in between.
 * Frames of who copies the clock and stands beside the access point are not told apart.
 */
export class ListedSenders {
  readonly #heard = new RankedRecords<Heard>({ capacity: ADDRESSES, make: emptyHeard });

  /** Takes a beacon or a probe response of a listed address. */
  hear(frame: Frame, atSeconds: number): void {
    const heard = this.#heard.get(frame.transmitter) ?? this.#meet(frame.transmitter);
    this.#heard.renew(frame.transmitter);
    heard.at = atSeconds;
    if (frame.hasTsf)
      heard.clock.take((frame.tsfHigh * 0x1_0000_0000 + (frame.tsfLow >>> 0)) / 1e6 - atSeconds, atSeconds);
    // A repetition keeps its number, and may come after others.
    if (frame.sequence >= 0 && !frame.retry)
      (frame.kind === FrameKind.beacon ? heard.beacons : heard.answers).take(frame.sequence, atSeconds);
    if (!Number.isNaN(frame.rssiDbm) && !isFromNextChannel(frame)) heard.level.take(frame.rssiDbm, atSeconds);
  }

  /**
   * Takes another frame under the address of a device that is licensed: what it is licensed for is done with frames that have neither clock
   * nor counter, and whoever does it under its address must at least stand where it stands.
   */
  hearOther(frame: Frame, known: AccessPoint | undefined, atSeconds: number): void {
    if (known?.levels === undefined || Number.isNaN(frame.rssiDbm) || !isOnChannel(known, frame)) return;
    this.#heard.get(known.bssid)?.place.take(frame.rateKbps, frame.rssiDbm, known.levels, atSeconds);
  }

  get size(): number {
    return this.#heard.size;
  }

  /** What is known of an address by all that it sends, and not by its beacons and answers alone. */
  ofAllFrames(address: number, atSeconds: number): Senders {
    return this.#heard.get(address)?.place.isElsewhere(atSeconds) === true ? "two" : this.of(address, atSeconds);
  }

  /** What is known of an address now, by its beacons and answers. */
  of(address: number, atSeconds: number): Senders {
    const heard = this.#heard.get(address);
    if (heard === undefined) return "unknown";
    const { clock, beacons, answers } = heard;
    if (SIGNS.some((sign) => returnsOf(heard, sign, atSeconds) > 0)) return "two";
    const isOne =
      clock.members >= FRAMES_OF_ONE &&
      heard.at - clock.oneSince >= SECONDS_OF_ONE &&
      [beacons, answers].every((it) => !(Math.abs(atSeconds - it.brokenAt) <= SECONDS_OF_ONE));
    return isOne ? "one" : "unknown";
  }

  /** How often an address went on from where it had been before, by one of these, within a minute; 0 where that is too seldom for two senders. */
  returns(address: number, sign: Sign, atSeconds: number): number {
    const heard = this.#heard.get(address);
    return heard === undefined ? 0 : returnsOf(heard, sign, atSeconds);
  }

  #meet(address: number): Heard {
    const heard = this.#heard.meet(address);
    for (const it of [heard.clock, heard.beacons, heard.answers, heard.level, heard.place]) it.clear();
    return heard;
  }
}

function returnsOf({ clock, beacons, answers, level }: Heard, sign: Sign, atSeconds: number): number {
  if (sign === "clock") return timesOf(clock, RETURNS, atSeconds);
  if (sign === "level") return timesOf(level, LEVEL_RETURNS, atSeconds);
  return Math.max(timesOf(beacons, RETURNS, atSeconds), timesOf(answers, RETURNS, atSeconds));
}

function timesOf({ returns }: TwoLines, least: number, atSeconds: number): number {
  const areWithin = (times: number): boolean => returns.latest - returns.nth(times) <= RETURNS_SECONDS;
  if (!(Math.abs(atSeconds - returns.latest) <= TWO_SECONDS) || !areWithin(least)) return 0;
  let times = least;
  while (areWithin(times + 1)) times++;
  return times;
}

function emptyHeard(): Heard {
  return {
    at: 0,
    clock: new TwoLines(CLOCK_GAP_SECONDS, (before, after) => Math.abs(after - before) <= CLOCK_SECONDS),
    beacons: new TwoLines(COUNTER_GAP_SECONDS, canFollow),
    answers: new TwoLines(COUNTER_GAP_SECONDS, canFollow),
    level: new TwoLines(LEVEL_GAP_SECONDS, (before, after) => Math.abs(after - before) <= SAME_PLACE_DB, TWO_PLACES_DB),
    place: new PlaceOfFrames(),
  };
}
