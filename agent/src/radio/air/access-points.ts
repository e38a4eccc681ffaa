import type { Frame } from "../dot11/frame.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { Beat } from "./beat.ts";
import { LevelsByRate } from "./levels-by-rate.ts";
import { SSID_MAX_OCTETS } from "../dot11/elements.ts";
import { nameOf, NO_NAME } from "../venue/network-name.ts";
import { RankedRecords } from "./ranked-records.ts";
import { SequenceCounter } from "./sequence-counter.ts";

/** Access points remembered at once. A mall's sensor hears some hundreds; the rest is room for floods. */
const CAPACITY = 4_096;

/** Seconds without a frame after which an access point is forgotten. */
const AGE_SECONDS = 7_200;

/** Weight of a new level in the running mean: about the last twenty frames. */
const LEVEL_SHARE = 0.05;

/** Residence is counted in slots of ten minutes, over the last six. */
export const SLOT_SECONDS = 600;
const SLOTS_MASK = 0b111111;

/** Few frames, then age: what beaconed once is let go before what has beaconed for an hour. More advertisements than these are worth no more. */
const MOST_WORTH = 50;

/** What is known of one BSSID that advertised a network. It is another's when this one was forgotten: keep no reference to it. */
export interface AccessPoint {
  bssid: number;
  firstAt: number;
  lastAt: number;
  /** Beacons and probe responses heard. */
  advertisements: number;
  beacons: number;
  /** Running mean level of its advertisements in dBm, heard on its own channel, and how far they scatter; NaN where the radio did not say. */
  levelDbm: number;
  levelVariance: number;
  /** Levels of all its own frames on its own channel, by data rate; from the second advertisement on. */
  levels: LevelsByRate | undefined;
  /** Counter of all its management frames, and of those that its host answers stations with: some radios count beacons apart. Both from the second advertisement on. */
  allFrames: SequenceCounter | undefined;
  answers: SequenceCounter | undefined;
  /** Whether its beacons keep their interval; from the second advertisement on. */
  beat: Beat | undefined;
  /** Key of the latest non-empty name that it advertised, and the name's octets: see {@link nameOctetsOf}. */
  name: number;
  readonly nameRoom: Uint8Array;
  nameLength: number;
  channelMhz: number;
  /** Number of the ten-minute slot that it was last heard in, and in which of the six up to there it was: bit 0 is that slot. */
  slot: number;
  slots: number;
}

/** Frames that the same part of an access point makes as makes its good-byes. Beacons and probe responses are often the radio's own. */
function isAnswer({ kind }: Frame): boolean {
  return (
    kind === FrameKind.associationResponse ||
    kind === FrameKind.reassociationResponse ||
    kind === FrameKind.authentication ||
    kind === FrameKind.action
  );
}

/** Beacons come ten a second; answers are seldom. */
const FRAMES_GAP_SECONDS = 0.25;
const ANSWERS_GAP_SECONDS = 10;

/** The BSSIDs that advertised a network here: levels, counters and names that detectors measure against. */
export class AccessPoints {
  readonly #known: RankedRecords<AccessPoint>;

  /** `seed`: any number, secret where what is heard may be made to be hashed alike. */
  constructor(seed = 0) {
    const figures = new Float64Array(CAPACITY * RECORD);
    let made = 0;
    const make = (): AccessPoint => new KeptAccessPoint(made++, figures);
    this.#known = new RankedRecords({ capacity: CAPACITY, ranks: MOST_WORTH + 1, make, seed });
  }

  get(bssid: number): AccessPoint | undefined {
    return this.#known.get(bssid);
  }

  get size(): number {
    return this.#known.size;
  }

  get forgotten(): number {
    return this.#known.forgotten;
  }

  [Symbol.iterator](): IterableIterator<[number, AccessPoint]> {
    return this.#known[Symbol.iterator]();
  }

  /** Whether an address has it, of those that advertise here. */
  some(test: (bssid: number) => boolean): boolean {
    return this.#known.some(test);
  }

  /** Takes a beacon or probe response. */
  advertised(frame: Frame, atSeconds: number, isBeacon: boolean): AccessPoint {
    let known = this.#known.get(frame.bssid);
    // What was silent for longer than it is remembered, or seems so because the clock was set, is met anew: nobody knows how old it is.
    if (known === undefined || Math.abs(atSeconds - known.lastAt) > AGE_SECONDS) {
      known ??= this.#known.meet(frame.bssid, 1);
      begin(known, frame.bssid, atSeconds);
    }
    known.lastAt = atSeconds;
    known.advertisements++;
    this.#known.renew(frame.bssid, known.advertisements);
    // Nearly all that a flood invents is heard once: what takes room is made for what is heard again.
    if (known.advertisements === 2) {
      known.levels = new LevelsByRate();
      known.allFrames = new SequenceCounter(FRAMES_GAP_SECONDS);
      known.answers = new SequenceCounter(ANSWERS_GAP_SECONDS);
      known.beat = new Beat();
    }
    this.counted(known, frame, atSeconds);
    if (isBeacon) {
      known.beacons++;
      if (known.beat?.isKept === false) known.beat.hear(frame, atSeconds);
      inSlot(known, Math.floor(atSeconds / SLOT_SECONDS));
    }
    if (!isFromNextChannel(frame)) {
      if (frame.channelMhz > 0) known.channelMhz = frame.channelMhz;
      known.levels?.hear(frame.rateKbps, frame.rssiDbm, true);
      if (!Number.isNaN(frame.rssiDbm)) learnLevel(known, frame.rssiDbm);
    }
    if (!hasSameName(known, frame)) {
      const name = nameOf(frame);
      if (name !== NO_NAME && name !== known.name) takeName(known, name, frame);
    }
    return known;
  }

  /**
   * Follows an access point's counters by one of its management frames. Deauthentication and disassociation are not for here: others
   * send them in its name. Repetitions keep an older number.
   */
  counted(known: AccessPoint, frame: Frame, atSeconds: number): void {
    if (!frame.hasTsf && isOnChannel(known, frame)) known.levels?.hear(frame.rateKbps, frame.rssiDbm, false);
    if (frame.sequence < 0 || frame.retry || frame.transmitter !== known.bssid) return;
    const answers = isAnswer(frame);
    known.allFrames?.take(frame.sequence, atSeconds, answers);
    if (answers) known.answers?.take(frame.sequence, atSeconds, true);
  }

  /** Forgets what was not heard for two hours. */
  expire(atSeconds: number): void {
    this.#known.expire((it) => Math.abs(atSeconds - it.lastAt) > AGE_SECONDS);
  }
}

/** The octets of the latest name that it advertised: a view, and none where there was no name. */
export function nameOctetsOf({ nameRoom, nameLength }: AccessPoint): Uint8Array {
  return nameRoom.subarray(0, nameLength);
}

/** The counter that the access point's good-byes must come from; undefined when none was shown to be one. */
export function counterOf(known: AccessPoint): SequenceCounter | undefined {
  if (known.allFrames?.isProven === true) return known.allFrames;
  return known.answers?.isProven === true ? known.answers : undefined;
}

/** Whether a frame was heard on the access point's own channel, as far as is known: beside it, level is lost on the way. */
export function isOnChannel({ channelMhz }: AccessPoint, frame: Frame): boolean {
  return channelMhz <= 0 || frame.channelMhz === channelMhz;
}

/** In the 2.4 GHz band channels overlap: a beacon heard on the next one has lost level on the way. */
export function isFromNextChannel(frame: Frame): boolean {
  const { advertisedChannel, channelMhz } = frame;
  return advertisedChannel > 0 && advertisedChannel < 14 && channelMhz > 0 && channelMhz < 2_477
    ? channelMhz !== 2_407 + 5 * advertisedChannel
    : false;
}

function learnLevel(known: AccessPoint, levelDbm: number): void {
  if (Number.isNaN(known.levelDbm)) {
    known.levelDbm = levelDbm;
    return;
  }
  const difference = levelDbm - known.levelDbm;
  known.levelDbm += LEVEL_SHARE * difference;
  known.levelVariance += LEVEL_SHARE * (difference * difference - known.levelVariance);
}

function inSlot(known: AccessPoint, slot: number): void {
  const passed = slot - known.slot;
  known.slots = (passed >= 0 && passed < 6 ? (known.slots << passed) & SLOTS_MASK : 0) | 1;
  known.slot = slot;
}

/** What nearly every frame is: the name that it had before, octet by octet, whose number is known and need not be worked out. */
function hasSameName({ name, nameRoom, nameLength }: AccessPoint, frame: Frame): boolean {
  const { captured, ssidStart, ssidLength } = frame;
  if (nameLength === 0 || ssidStart < 0 || ssidLength !== nameLength) return false;
  for (let index = 0; index < nameLength; index++) if (nameRoom[index] !== captured[ssidStart + index]) return false;
  frame.nameNumber = name;
  return true;
}

/** A copy: the octets of the next frame will stand in the same place. */
function takeName(known: AccessPoint, name: number, { captured, ssidStart, ssidLength }: Frame): void {
  known.name = name;
  known.nameLength = ssidLength;
  for (let index = 0; index < ssidLength; index++) known.nameRoom[index] = captured[ssidStart + index]!;
}

function begin(known: AccessPoint, bssid: number, atSeconds: number): void {
  known.bssid = bssid;
  known.firstAt = atSeconds;
  known.lastAt = atSeconds;
  known.advertisements = 0;
  known.beacons = 0;
  known.levelDbm = Number.NaN;
  known.levelVariance = 0;
  known.levels = undefined;
  known.allFrames = undefined;
  known.answers = undefined;
  known.beat = undefined;
  known.name = NO_NAME;
  known.nameLength = 0;
  known.channelMhz = 0;
  known.slot = -1;
  known.slots = 0;
}

/** Numbers of one record among those of all: one line of the cache. */
const RECORD = 8;

/** A record whose fractions and large numbers stand in the room for all: as properties, V8 keeps each of them as an object of its own. */
class KeptAccessPoint implements AccessPoint {
  advertisements = 0;
  beacons = 0;
  levels: LevelsByRate | undefined = undefined;
  allFrames: SequenceCounter | undefined = undefined;
  answers: SequenceCounter | undefined = undefined;
  beat: Beat | undefined = undefined;
  readonly nameRoom = new Uint8Array(SSID_MAX_OCTETS);
  nameLength = 0;
  channelMhz = 0;
  slot = -1;
  slots = 0;
  readonly #figures: Float64Array;
  readonly #at: number;

  constructor(place: number, figures: Float64Array) {
    this.#figures = figures;
    this.#at = place * RECORD;
  }

  get bssid(): number {
    return this.#figures[this.#at + 0]!;
  }

  set bssid(value: number) {
    this.#figures[this.#at + 0] = value;
  }

  get firstAt(): number {
    return this.#figures[this.#at + 1]!;
  }

  set firstAt(value: number) {
    this.#figures[this.#at + 1] = value;
  }

  get lastAt(): number {
    return this.#figures[this.#at + 2]!;
  }

  set lastAt(value: number) {
    this.#figures[this.#at + 2] = value;
  }

  get levelDbm(): number {
    return this.#figures[this.#at + 3]!;
  }

  set levelDbm(value: number) {
    this.#figures[this.#at + 3] = value;
  }

  get levelVariance(): number {
    return this.#figures[this.#at + 4]!;
  }

  set levelVariance(value: number) {
    this.#figures[this.#at + 4] = value;
  }

  get name(): number {
    return this.#figures[this.#at + 5]!;
  }

  set name(value: number) {
    this.#figures[this.#at + 5] = value;
  }
}
