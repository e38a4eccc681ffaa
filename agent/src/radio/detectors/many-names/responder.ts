import { SSID_MAX_OCTETS } from "../../dot11/elements.ts";
import type { Frame } from "../../dot11/frame.ts";
import { DIRECT_GROUP, NO_NAME } from "../../venue/network-name.ts";
import type { Venue } from "../../venue/venue.ts";
import type { EvidenceCode } from "../weights.ts";
import { MANY_NAMES } from "./figures.ts";
import { Heard, NAMES_IN_FULL, NAMES_PER_BSSID, NONE, type HeardNames } from "./heard-names.ts";

/** Seconds between two looks for names that are too old to count, which is asked again where they are counted. */
const EXPIRE_SECONDS = 10;

/** Ranks of BSSIDs, by how many names they have: the one with the fewest is let go first. */
export const RANKS = NAMES_PER_BSSID + 1;

/** One BSSID and what its names come to. It is another's when this one was forgotten: keep no reference to it. */
export interface Responder {
  /** Its number among all BSSIDs that are remembered: under it its names stand. */
  readonly number: number;
  /** Frames heard of it, hidden names included. */
  frames: number;
  firstAt: number;
  latest: number;
  latestAt: number;
  /**
   * Its name where it has one only, else NO_NAME; how often that was heard, when last, and as what (bits of {@link Heard}). It is not among the
   * names yet: they lie elsewhere in memory, and nearly every access point has one only, as has each address that somebody invents.
   */
  only: number;
  onlyTimes: number;
  onlyAt: number;
  onlyHeard: number;
  /** When it was last looked for names that are too old. */
  expiredAt: number;
  /** A name came back after another one. */
  alternates: boolean;
  answeredBait: boolean;
  /** Since when it has been odd in a way that may have an innocent reason; NaN when it is not. */
  heldSince: number;
  judgedAt: number;
  /** What was said of it, with which figures, and when; how many names it had then. */
  said: EvidenceCode | undefined;
  saidDistinct: number;
  saidEchoed: number;
  saidConcealed: number;
  saidAt: number;
  saidNames: number;
  /** All that has been heard of its names: see {@link newsIn}. */
  news: number;
}

/** Numbers of one record among those of all: what is written of a BSSID at each beacon is one line of the cache. */
const FRAMES = 0;
const LATEST = 1;
const LATEST_AT = 2;
const ONLY = 3;
const ONLY_TIMES = 4;
const ONLY_AT = 5;
const FIRST_AT = 6;
const EXPIRED_AT = 7;
const HELD_SINCE = 8;
const JUDGED_AT = 9;
const SAID_AT = 10;
const ONLY_HEARD = 11;
/** How many octets the only name has, and they. */
const ONLY_LENGTH = 12;
const ONLY_OCTETS = 13;
const RECORD = ONLY_OCTETS + SSID_MAX_OCTETS / Float64Array.BYTES_PER_ELEMENT;

/** Room for the numbers of so many records, and the same as octets. */
export class RoomForResponders {
  readonly figures: Float64Array;
  readonly octets: Uint8Array;

  constructor(bssids: number) {
    this.figures = new Float64Array(bssids * RECORD);
    this.octets = new Uint8Array(this.figures.buffer);
  }
}

/**
 * A record of which nothing is known yet. Times stand in the room for all: V8 keeps each fraction that is a property as an object of its own, and
 * one new BSSID after the other would wait for memory at each.
 */
export class KeptResponder implements Responder {
  readonly #figures: Float64Array;
  readonly #at: number;
  readonly number: number;
  alternates = false;
  answeredBait = false;
  said: EvidenceCode | undefined = undefined;
  saidDistinct = 0;
  saidEchoed = 0;
  saidConcealed = 0;
  saidNames = 0;
  news = 0;

  constructor(number: number, { figures }: RoomForResponders) {
    this.#figures = figures;
    this.#at = number * RECORD;
    this.number = number;
  }

  get frames(): number {
    return this.#figures[this.#at + FRAMES]!;
  }

  set frames(value: number) {
    this.#figures[this.#at + FRAMES] = value;
  }

  get latest(): number {
    return this.#figures[this.#at + LATEST]!;
  }

  set latest(value: number) {
    this.#figures[this.#at + LATEST] = value;
  }

  get latestAt(): number {
    return this.#figures[this.#at + LATEST_AT]!;
  }

  set latestAt(value: number) {
    this.#figures[this.#at + LATEST_AT] = value;
  }

  get only(): number {
    return this.#figures[this.#at + ONLY]!;
  }

  set only(value: number) {
    this.#figures[this.#at + ONLY] = value;
  }

  get onlyTimes(): number {
    return this.#figures[this.#at + ONLY_TIMES]!;
  }

  set onlyTimes(value: number) {
    this.#figures[this.#at + ONLY_TIMES] = value;
  }

  get onlyAt(): number {
    return this.#figures[this.#at + ONLY_AT]!;
  }

  set onlyAt(value: number) {
    this.#figures[this.#at + ONLY_AT] = value;
  }

  get onlyHeard(): number {
    return this.#figures[this.#at + ONLY_HEARD]!;
  }

  set onlyHeard(value: number) {
    this.#figures[this.#at + ONLY_HEARD] = value;
  }

  get firstAt(): number {
    return this.#figures[this.#at + FIRST_AT]!;
  }

  set firstAt(value: number) {
    this.#figures[this.#at + FIRST_AT] = value;
  }

  get expiredAt(): number {
    return this.#figures[this.#at + EXPIRED_AT]!;
  }

  set expiredAt(value: number) {
    this.#figures[this.#at + EXPIRED_AT] = value;
  }

  get heldSince(): number {
    return this.#figures[this.#at + HELD_SINCE]!;
  }

  set heldSince(value: number) {
    this.#figures[this.#at + HELD_SINCE] = value;
  }

  get judgedAt(): number {
    return this.#figures[this.#at + JUDGED_AT]!;
  }

  set judgedAt(value: number) {
    this.#figures[this.#at + JUDGED_AT] = value;
  }

  get saidAt(): number {
    return this.#figures[this.#at + SAID_AT]!;
  }

  set saidAt(value: number) {
    this.#figures[this.#at + SAID_AT] = value;
  }
}

/** The record is a BSSID's that is heard for the first time. */
export function beginResponder(it: Responder, names: HeardNames, at: number): void {
  names.forgetAll(it.number);
  it.frames = 0;
  it.firstAt = at;
  it.latest = NO_NAME;
  it.latestAt = at;
  it.only = NO_NAME;
  it.onlyTimes = 0;
  it.onlyAt = at;
  it.onlyHeard = 0;
  it.expiredAt = at;
  it.alternates = false;
  it.answeredBait = false;
  it.heldSince = Number.NaN;
  it.judgedAt = -Infinity;
  it.said = undefined;
  it.saidDistinct = 0;
  it.saidEchoed = 0;
  it.saidConcealed = 0;
  it.saidAt = -Infinity;
  it.saidNames = 0;
  it.news = 0;
}

/** Keeps the only name that a BSSID has, which a frame carries; nothing is known of it yet. */
export function beginOnly(it: Responder, room: RoomForResponders, name: number, frame: Frame): void {
  it.only = name;
  it.onlyTimes = 0;
  it.onlyHeard = 0;
  keepOctets(room, it.number, frame);
}

function keepOctets(
  { figures, octets }: RoomForResponders,
  number: number,
  { captured, ssidStart, ssidLength }: Frame,
): void {
  const at = number * RECORD;
  figures[at + ONLY_LENGTH] = ssidLength;
  const start = (at + ONLY_OCTETS) * Float64Array.BYTES_PER_ELEMENT;
  for (let index = 0; index < ssidLength; index++) octets[start + index] = captured[ssidStart + index]!;
}

/** Puts the only name among the names, for another one comes. */
export function noteOnly(it: Responder, room: RoomForResponders, names: HeardNames, venue: Venue): void {
  const at = it.number * RECORD;
  const start = (at + ONLY_OCTETS) * Float64Array.BYTES_PER_ELEMENT;
  const octets = room.octets.subarray(start, start + room.figures[at + ONLY_LENGTH]!);
  const cell = names.add(it.number, it.only, venue.speakable(octets));
  names.keepOctets(it.number, cell, octets, 0, octets.length);
  names.at[cell] = it.onlyAt;
  names.times[cell] = it.onlyTimes;
  names.heard[cell]! |= it.onlyHeard;
  it.only = NO_NAME;
}

/** Makes room for one more name. How many that still counted had to go. */
export function makeRoom(it: Responder, names: HeardNames, at: number): number {
  if (Math.abs(at - it.expiredAt) >= EXPIRE_SECONDS) {
    it.expiredAt = at;
    names.forgetOld(it.number, at);
  }
  const size = names.size(it.number);
  // With one name left there is nothing that it could have alternated with.
  if (size <= 1) it.alternates = false;
  const most = names.areTooMany ? NAMES_IN_FULL : NAMES_PER_BSSID;
  if (size < most) return 0;
  // The older half goes at once, so that a name that comes in costs a few looks and not one at each that is there.
  const leaving = size - (most >> 1);
  names.forgetOldest(it.number, leaving);
  return leaving;
}

/** A name that says nothing of its network: hidden, or a Wi-Fi Direct group's. */
export function isNoName(name: number): boolean {
  return name === NO_NAME || name === DIRECT_GROUP;
}

/** Cells of the names of the last minutes that are no damage of another: what the BSSID really went by. */
export function countedNames(responder: Responder, names: HeardNames, at: number): number[] {
  const counted: number[] = [];
  const once: number[] = [];
  let damaged = 0;
  const first = names.first(responder.number);
  const end = first + names.size(responder.number);
  for (let cell = first; cell < end; cell++) {
    if (!names.isRecent(cell, at)) continue;
    const heard = names.heard[cell]!;
    const times = names.times[cell]!;
    if ((heard & (Heard.surely | Heard.echoed)) !== 0) counted.push(cell);
    else if (isShadow(cell, names, responder)) damaged += times;
    else if ((heard & Heard.fitting) === 0) damaged += times;
    else if (times > 1) counted.push(cell);
    else once.push(cell);
  }
  // Damage that leaves nothing of a name is rarer than damage that leaves most of it: what is heard once each and often, is said so.
  const isSaid = responder.frames < MANY_NAMES.wellKnownFrames || once.length >= Math.max(MANY_NAMES.once, 2 * damaged);
  return isSaid ? [...counted, ...once] : counted;
}

/**
 * Whether a name is another one, damaged: one that was sent so often that some of its frames were bound to be hit. The same few wrong bits
 * come again, but never as often as the name itself. Of an access point that was heard a few times only, nobody can say so much.
 */
function isShadow(cell: number, names: HeardNames, { frames, number }: Responder): boolean {
  const near = names.near[cell]!;
  const other = near === NO_NAME ? NONE : names.find(number, near);
  if (other === NONE) return false;
  const times = names.times[cell]!;
  const otherTimes = names.times[other]!;
  if (times <= MANY_NAMES.shadowShare * otherTimes) return true;
  if (times >= MANY_NAMES.shadowTimes) return false;
  if (otherTimes >= MANY_NAMES.shadowTimes) return true;
  if (frames >= MANY_NAMES.wellKnownFrames) return false;
  return times < otherTimes || (times === otherTimes && names.at[cell]! > names.at[other]!);
}
