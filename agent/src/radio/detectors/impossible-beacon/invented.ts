import type { Frame } from "../../dot11/frame.ts";
import { identifiesAircraft } from "../../dot11/remote-id.ts";
import { TU_SECONDS } from "../../dot11/time-unit.ts";
import { clockStartedAt, tsfSeconds } from "../../air/clock-line.ts";
import type { DetectorContext } from "../detector.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";
import { hasFrozenClock, hasLeapingClock, hasNoBeat } from "./false-clocks.ts";
import { lacksTim, networkOf, type Oddity } from "./odd-beacon.ts";
import { addressesOf, type Radio } from "./one-radio.ts";

/** Beacons of one moment: a hopping radio's stay on a channel. */
const MOMENT_SECONDS = 1;
/** A busy channel holds a beacon back for some milliseconds, and some access points send each twice, half an interval apart (11.1.3.2): none are closer than this share. */
const SHARE_OF_INTERVAL = 0.25;
/** Of the time that has passed, at least this much must have passed on a clock. */
const SHARE_OF_TIME = 0.5;
/** So often the same beacon is heard again where several sensors' files were put together. */
const COPIES = 1;
/** Time stamps of a capture may have whole seconds only; beyond that a clock has to keep up with them. */
const COARSE_SECONDS = 1.1;

/** Until somebody says which radio is behind an address. */
const NO_RADIO: Radio = { addresses: 1, partOf: undefined };

/** An address that beaconed something odd, and what its first beacon said of the radio behind it. */
export interface Invented {
  address: number;
  firstAt: number;
  at: number;
  /** The channel that it was heard on last, and how long that had been listened to. */
  channelMhz: number;
  listened: number;
  oddity: Oddity;
  withoutTim: boolean;
  isAircraft: boolean;
  /** Nothing spoke for its first beacon being whole. */
  mayBeDamaged: boolean;
  /** Number of the inventor that it is laid to. */
  inventor: number;
  tsfSeconds: number;
  startedAt: number;
  sequence: number;
  /** The furthest that its clock was heard to be, and beacons after the first that said just that. */
  furthestSeconds: number;
  sameStamp: number;
  /** The radio behind it, which may use others of these addresses as well. */
  radio: Radio;
  /** Its time stamps are no clock's. */
  isClockFalse: boolean;
  /** It was counted among the invented addresses. */
  isCounted: boolean;
}

/** Numbers of one record among those of all: one line of the cache. */
const RECORD = 8;

/** Room for the numbers of so many records. */
export function roomForInvented(addresses: number): Float64Array {
  return new Float64Array(addresses * RECORD);
}

/** A record that nothing was written into yet. Its fractions stand in the room for all: as properties, V8 keeps each as an object of its own. */
export class KeptInvented implements Invented {
  channelMhz = -1;
  oddity: Oddity = "poor";
  withoutTim = false;
  isAircraft = false;
  mayBeDamaged = false;
  inventor = 0;
  sequence = -1;
  sameStamp = 0;
  radio: Radio = NO_RADIO;
  isClockFalse = false;
  isCounted = false;
  readonly #figures: Float64Array;
  readonly #place: number;

  constructor(place: number, figures: Float64Array) {
    this.#figures = figures;
    this.#place = place * RECORD;
  }

  get address(): number {
    return this.#figures[this.#place + 0]!;
  }

  set address(value: number) {
    this.#figures[this.#place + 0] = value;
  }

  get firstAt(): number {
    return this.#figures[this.#place + 1]!;
  }

  set firstAt(value: number) {
    this.#figures[this.#place + 1] = value;
  }

  get at(): number {
    return this.#figures[this.#place + 2]!;
  }

  set at(value: number) {
    this.#figures[this.#place + 2] = value;
  }

  get listened(): number {
    return this.#figures[this.#place + 3]!;
  }

  set listened(value: number) {
    this.#figures[this.#place + 3] = value;
  }

  get tsfSeconds(): number {
    return this.#figures[this.#place + 4]!;
  }

  set tsfSeconds(value: number) {
    this.#figures[this.#place + 4] = value;
  }

  get startedAt(): number {
    return this.#figures[this.#place + 5]!;
  }

  set startedAt(value: number) {
    this.#figures[this.#place + 5] = value;
  }

  get furthestSeconds(): number {
    return this.#figures[this.#place + 6]!;
  }

  set furthestSeconds(value: number) {
    this.#figures[this.#place + 6] = value;
  }
}

/** Writes what the first beacon of an address says into a record, all but the radio behind it: who looks for that says it. */
export function beginInvented(
  it: Invented,
  frame: Frame,
  oddity: Oddity,
  inventor: number,
  context: DetectorContext,
): void {
  const { atSeconds } = context;
  it.address = networkOf(frame);
  it.firstAt = atSeconds;
  heardAgain(it, frame, context);
  it.oddity = oddity;
  it.withoutTim = lacksTim(frame);
  it.isAircraft = it.withoutTim && identifiesAircraft(frame.elements);
  it.mayBeDamaged = frame.mayBeDamaged;
  it.inventor = inventor;
  it.tsfSeconds = tsfSeconds(frame);
  it.startedAt = clockStartedAt(frame, atSeconds);
  it.sequence = frame.sequence;
  it.furthestSeconds = it.tsfSeconds;
  it.sameStamp = 0;
  it.isClockFalse = it.tsfSeconds > IMPOSSIBLE_BEACON.oldestSeconds;
  it.isCounted = false;
}

/**
 * Holds one more beacon of an address against its first. A clock runs on from beacon to beacon by an interval at least, and not slower
 * than time; where it has gone back, the device has started anew, or an older beacon is heard again, as in a file that two sensors' were
 * put together in; those say nothing, and neither does one copy of the latest.
 */
export function checkClock(it: Invented, frame: Frame, { atSeconds, timeIsKnown }: DetectorContext): void {
  const clock = tsfSeconds(frame);
  const ran = clock - it.tsfSeconds;
  if (!frame.hasTsf || clock < it.furthestSeconds) return;
  if (clock > it.furthestSeconds) it.furthestSeconds = clock;
  else if (++it.sameStamp <= COPIES) return;
  const isAnother = frame.sequence !== it.sequence && !frame.retry;
  const interval = frame.beaconIntervalTu * TU_SECONDS;
  if (isAnother && ran < SHARE_OF_INTERVAL * interval) it.isClockFalse = true;
  const passed = timeIsKnown ? atSeconds - it.firstAt : 0;
  if (passed > 2 * COARSE_SECONDS && ran < SHARE_OF_TIME * (passed - COARSE_SECONDS)) it.isClockFalse = true;
}

/** An address was heard once more. */
export function heardAgain(it: Invented, { channelMhz }: Frame, { atSeconds, listenedTime }: DetectorContext): void {
  it.at = atSeconds;
  it.channelMhz = channelMhz;
  it.listened = listenedTime.on(channelMhz);
}

/**
 * What is not impossible in itself is thrown away only when it has come and gone within a moment. Gone is who was not heard while its
 * channel was listened to: a radio that hops hears of nobody while it is elsewhere. `areBeaconsKept`: the recording holds more than each one's
 * first beacon; one that knows a channel always does.
 */
export function isThrownAway(it: Invented, context: DetectorContext, areBeaconsKept = true): boolean {
  if (it.oddity === "group") return isNobodys(it, context);
  if (it.oddity === "impossible") return true;
  // Some drivers write no clock, and their radios beacon in time all the same.
  if (it.isClockFalse) return context.accessPoints.get(it.address)?.beat?.isInTimeHere !== true;
  if (it.isAircraft && isOneOfMany(it)) return true;
  const mayBeFirstOnly = !areBeaconsKept && it.channelMhz <= 0;
  return !mayBeFirstOnly && it.at - it.firstAt <= MOMENT_SECONDS && isGone(it, context);
}

/**
 * Whether nobody is behind a group address, and it is not an access point's whose address was exchanged for it: it is gone, or its beacons go
 * on and keep no beat, or their time stamps are no clock's. Along a road an access point is gone after a few beacons, each of which was due.
 */
function isNobodys(it: Invented, context: DetectorContext): boolean {
  const { accessPoints, atSeconds, exchangedAddresses } = context;
  if (exchangedAddresses.wereExchanged(atSeconds)) return false;
  const known = accessPoints.get(it.address);
  if (!it.isClockFalse && known?.beat?.isPunctual === true) return false;
  if (it.isClockFalse || isGone(it, context)) return true;
  // Whose beacons carry another BSSID, no access point has.
  return known === undefined || hasNoBeat(known) || hasFrozenClock(known.beat) || hasLeapingClock(known.beat);
}

function isGone({ at, channelMhz, listened }: Invented, { atSeconds, listenedTime }: DetectorContext): boolean {
  const { goneSeconds } = IMPOSSIBLE_BEACON;
  return atSeconds - at >= goneSeconds && listenedTime.on(channelMhz) - listened >= goneSeconds;
}

/** Whether a few such addresses are enough. */
export function isConclusive(it: Invented): boolean {
  return it.isClockFalse || (it.oddity !== "poor" && it.oddity !== "started");
}

/** Whether more addresses are one radio's than a radio has: an access point has eight networks, and an aircraft is one. */
export function isOneOfMany(it: Invented): boolean {
  return (
    addressesOf(it.radio) > (it.isAircraft ? IMPOSSIBLE_BEACON.aircraftOfRadio : IMPOSSIBLE_BEACON.networksOfRadio)
  );
}

/**
 * Whether an address tells more than that it is poor and was heard for a moment, as the old access points along a road are: dozens whose
 * clocks started within the hour, or that one radio sent, did not just stand there.
 */
export function isSuspicious(it: Invented): boolean {
  return it.oddity !== "poor" || it.isClockFalse || it.tsfSeconds < IMPOSSIBLE_BEACON.recentSeconds || isOneOfMany(it);
}
