import { ShortTable } from "../../air/short-table.ts";
import { DIRECT_GROUP, NO_NAME } from "../../venue/network-name.ts";
import type { HeardName, HeardNames } from "./heard-name.ts";
import { MANY_NAMES } from "./figures.ts";

/** Names remembered per BSSID, and those of which octets and clock are kept: more names than that are explained by nothing. */
const NAMES_PER_BSSID = 40;
const NAMES_IN_FULL = 8;
/** Seconds between two looks for names that are too old to count, which is asked again where they are counted. */
const EXPIRE_SECONDS = 10;

/** Ranks of BSSIDs, by how many names they have: the one with the fewest is let go first. */
export const RANKS = NAMES_PER_BSSID + 1;

/** One BSSID and the names it was heard under. It is another's when this one was forgotten: keep no reference to it. */
export interface Responder {
  /** Frames heard of it, hidden names included. */
  frames: number;
  firstAt: number;
  latest: number;
  latestAt: number;
  readonly names: ShortTable<HeardName>;
  /** When it was last looked for names that are too old. */
  expiredAt: number;
  /** A name came back after another one. */
  alternates: boolean;
  answeredBait: boolean;
  /** Since when it has been odd in a way that may have an innocent reason; NaN when it is not. */
  heldSince: number;
  judgedAt: number;
  said: string;
  saidAt: number;
  /** How many names it had then, and all that had been heard of them, as {@link newsIn} counts it. */
  saidNames: number;
  news: number;
}

export function emptyResponder(): Responder {
  return {
    frames: 0,
    firstAt: Number.NaN,
    latest: NO_NAME,
    latestAt: Number.NaN,
    names: new ShortTable(),
    expiredAt: Number.NaN,
    alternates: false,
    answeredBait: false,
    heldSince: Number.NaN,
    judgedAt: -Infinity,
    said: "",
    saidAt: -Infinity,
    saidNames: 0,
    news: 0,
  };
}

/** The record is a BSSID's that is heard for the first time. */
export function beginResponder(it: Responder, heardNames: HeardNames, at: number): void {
  forgetNames(it, heardNames);
  it.frames = 0;
  it.firstAt = at;
  it.latest = NO_NAME;
  it.latestAt = at;
  it.expiredAt = at;
  it.alternates = false;
  it.answeredBait = false;
  it.heldSince = Number.NaN;
  it.judgedAt = -Infinity;
  it.said = "";
  it.saidAt = -Infinity;
  it.saidNames = 0;
  it.news = 0;
}

/** Gives back the records of all its names. */
export function forgetNames({ names }: Responder, heardNames: HeardNames): void {
  for (let place = 0; place < names.size; place++) heardNames.giveBack(names.at(place)!);
  names.clear();
}

function forgetName(names: ShortTable<HeardName>, place: number, heardNames: HeardNames): void {
  heardNames.giveBack(names.at(place)!);
  names.deleteAt(place);
}

/** Of a name that seems to come from the future, as after a clock was set back, nobody knows how old it is. */
export function isRecent(heard: HeardName, at: number): boolean {
  return Math.abs(at - heard.at) <= MANY_NAMES.windowSeconds;
}

/** Whether there is room to keep all that a name's frames say. */
export function keepsInFull({ names }: Responder): boolean {
  return names.size < NAMES_IN_FULL;
}

/** Makes room for one more name. How many that still counted had to go. */
export function makeRoom(responder: Responder, heardNames: HeardNames, at: number): number {
  const { names } = responder;
  if (Math.abs(at - responder.expiredAt) >= EXPIRE_SECONDS) {
    responder.expiredAt = at;
    for (let place = names.size - 1; place >= 0; place--)
      if (!isRecent(names.at(place)!, at)) forgetName(names, place, heardNames);
  }
  // With one name left there is nothing that it could have alternated with.
  if (names.size <= 1) responder.alternates = false;
  const most = heardNames.areTooMany ? NAMES_IN_FULL : NAMES_PER_BSSID;
  if (names.size < most) return 0;
  // The older half goes at once, so that a name that comes in costs a few looks and not one at each that is there.
  const leaving = names.size - (most >> 1);
  for (let gone = 0; gone < leaving; gone++) forgetName(names, oldestOf(names), heardNames);
  return leaving;
}

/** The place of the name that was heard longest ago. */
function oldestOf(names: ShortTable<HeardName>): number {
  let oldest = 0;
  for (let place = 1; place < names.size; place++) if (names.at(place)!.at < names.at(oldest)!.at) oldest = place;
  return oldest;
}

/** A name that says nothing of its network: hidden, or a Wi-Fi Direct group's. */
export function isNoName(name: number): boolean {
  return name === NO_NAME || name === DIRECT_GROUP;
}

/** Names of the last minutes that are no damage of another: what the BSSID really went by. */
export function countedNames(responder: Responder, at: number): HeardName[] {
  const counted: HeardName[] = [];
  const once: HeardName[] = [];
  let damaged = 0;
  for (const heard of responder.names) {
    if (!isRecent(heard, at)) continue;
    if (heard.isSure || heard.echoed) counted.push(heard);
    else if (isShadow(heard, responder)) damaged += heard.times;
    else if (!heard.fits) damaged += heard.times;
    else if (heard.times > 1) counted.push(heard);
    else once.push(heard);
  }
  // Damage that leaves nothing of a name is rarer than damage that leaves most of it: what is heard once each and often, is said so.
  const isSaid = responder.frames < MANY_NAMES.wellKnownFrames || once.length >= Math.max(MANY_NAMES.once, 2 * damaged);
  return isSaid ? [...counted, ...once] : counted;
}

/**
 * Whether a name is another one, damaged: one that was sent so often that some of its frames were bound to be hit. The same few wrong bits
 * come again, but never as often as the name itself. Of an access point that was heard a few times only, nobody can say so much.
 */
function isShadow(heard: HeardName, { frames, names }: Responder): boolean {
  const other = names.get(heard.near);
  if (other === undefined) return false;
  if (heard.times <= MANY_NAMES.shadowShare * other.times) return true;
  if (heard.times >= MANY_NAMES.shadowTimes) return false;
  if (other.times >= MANY_NAMES.shadowTimes) return true;
  if (frames >= MANY_NAMES.wellKnownFrames) return false;
  return heard.times < other.times || (heard.times === other.times && heard.at > other.at);
}
