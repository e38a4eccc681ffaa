import { DIRECT_GROUP, NO_NAME } from "../../venue/network-name.ts";
import { NameTable } from "./name-table.ts";
import type { OwnClock } from "./own-clock.ts";
import { MANY_NAMES } from "./figures.ts";

/** Names remembered per BSSID, and those of which octets and clock are kept: more names than that are explained by nothing. */
const NAMES_PER_BSSID = 40;
const NAMES_IN_FULL = 8;
/** Names remembered of all BSSIDs together; beyond it each keeps as many as it keeps in full, which is enough to tell what it does. */
export const NAMES_IN_ALL = 32_768;
/** Seconds between two looks for names that are too old to count. */
const EXPIRE_SECONDS = 1;

/** A name that a BSSID was heard under. */
export interface HeardName {
  at: number;
  times: number;
  beaconed: boolean;
  answered: boolean;
  echoed: boolean;
  /** Heard in a frame that is known to be whole. */
  isSure: boolean;
  /** Heard in a frame whose elements fit. */
  fits: boolean;
  /** Key of a name that this one may be, damaged, or that may be this one; NO_NAME when there is none. */
  near: number;
  octets: Uint8Array | undefined;
  clock: OwnClock | undefined;
  /** The name in hex where it may leave the sensor. */
  speakable: string | undefined;
}

/** One BSSID and the names it was heard under. */
export interface Responder {
  /** Frames heard of it, hidden names included. */
  frames: number;
  firstAt: number;
  latest: number;
  latestAt: number;
  names: NameTable<HeardName>;
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

export function newResponder(at: number): Responder {
  return {
    frames: 0,
    firstAt: at,
    latest: NO_NAME,
    latestAt: at,
    names: new NameTable(),
    expiredAt: at,
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

/** Of a name that seems to come from the future, as after a clock was set back, nobody knows how old it is. */
export function isRecent(heard: HeardName, at: number): boolean {
  return Math.abs(at - heard.at) <= MANY_NAMES.windowSeconds;
}

/** Whether there is room to keep all that a name's frames say. */
export function keepsInFull({ names }: Responder): boolean {
  return names.size < NAMES_IN_FULL;
}

/** Makes room for one more name; `isTight`: all BSSIDs together have too many. How many that still counted had to go. */
export function makeRoom(responder: Responder, at: number, isTight: boolean): number {
  const { names } = responder;
  if (Math.abs(at - responder.expiredAt) >= EXPIRE_SECONDS) {
    responder.expiredAt = at;
    for (const [name, heard] of names) if (!isRecent(heard, at)) names.delete(name);
  }
  // With one name left there is nothing that it could have alternated with.
  if (names.size <= 1) responder.alternates = false;
  const most = isTight ? NAMES_IN_FULL : NAMES_PER_BSSID;
  if (names.size < most) return 0;
  // The older half goes at once, so that a name that comes in costs one look and not one at each that is there.
  const byAge = [...names].sort(([, one], [, other]) => one.at - other.at);
  const leaving = byAge.length - (most >> 1);
  for (const [name] of byAge.slice(0, leaving)) names.delete(name);
  return leaving;
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
  for (const [, heard] of responder.names) {
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
