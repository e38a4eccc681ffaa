import { SSID_MAX_OCTETS } from "../../dot11/elements.ts";
import type { Frame } from "../../dot11/frame.ts";
import { NO_NAME } from "../../venue/network-name.ts";
import { beginClock, emptyClock, type OwnClock } from "./own-clock.ts";

/** Names remembered of all BSSIDs together; beyond it each keeps as many as it keeps in full, which is enough to tell what it does. */
export const NAMES_IN_ALL = 32_768;

const NO_ROOM = new Uint8Array(0);

/** A name that a BSSID was heard under. It is another's when this one was forgotten: keep no reference to it. */
export interface HeardName {
  at: number;
  times: number;
  beaconed: boolean;
  answered: boolean;
  echoed: boolean;
  /** It was told to who had just asked, before any beacon had told it to everybody. */
  echoedFirst: boolean;
  /** Heard in a frame that is known to be whole. */
  isSure: boolean;
  /** Heard in a frame whose elements fit. */
  fits: boolean;
  /** Key of a name that this one may be, damaged, or that may be this one; NO_NAME when there is none. */
  near: number;
  /** Room for its octets, made when they are kept for the first time, and how many they are: -1 where they are not kept. */
  octets: Uint8Array;
  length: number;
  /** The clock behind it, where that is followed: see {@link clockOf}. */
  clock: OwnClock | undefined;
  isFollowed: boolean;
  /** The name in hex where it may leave the sensor. */
  speakable: string | undefined;
}

/**
 * The records of all names of all BSSIDs. Whoever answers each question with a new name makes one a frame, so those that were forgotten are
 * used again, their octets' room and their clock with them. There are never more than were in use at one time.
 */
export class HeardNames {
  readonly #spare: HeardName[] = [];
  #inUse = 0;

  /** Names that are remembered now. */
  get inUse(): number {
    return this.#inUse;
  }

  get areTooMany(): boolean {
    return this.#inUse >= NAMES_IN_ALL;
  }

  /** A record that says nothing yet. */
  take(atSeconds: number, fits: boolean, speakable: string | undefined): HeardName {
    this.#inUse++;
    const it = this.#spare.pop() ?? emptyName();
    it.at = atSeconds;
    it.times = 0;
    it.beaconed = false;
    it.answered = false;
    it.echoed = false;
    it.echoedFirst = false;
    it.isSure = false;
    it.fits = fits;
    it.near = NO_NAME;
    it.length = -1;
    it.isFollowed = false;
    it.speakable = speakable;
    return it;
  }

  giveBack(it: HeardName): void {
    this.#inUse--;
    this.#spare.push(it);
  }
}

/** Keeps the octets of the name that a frame carries: a copy, for those of the next frame will stand in the same place. */
export function keepOctets(it: HeardName, { captured, ssidStart, ssidLength }: Frame): void {
  if (it.octets.length === 0) it.octets = new Uint8Array(SSID_MAX_OCTETS);
  it.length = ssidLength;
  for (let index = 0; index < ssidLength; index++) it.octets[index] = captured[ssidStart + index]!;
}

/** The clock behind a name; undefined where it is not followed. */
export function clockOf({ clock, isFollowed }: HeardName): OwnClock | undefined {
  return isFollowed ? clock : undefined;
}

/** The clock behind a name, which is followed from now on. */
export function followedClockOf(it: HeardName, frame: Frame, atSeconds: number): OwnClock {
  const clock = (it.clock ??= emptyClock());
  if (!it.isFollowed) beginClock(clock, frame, atSeconds);
  it.isFollowed = true;
  return clock;
}

function emptyName(): HeardName {
  return {
    at: Number.NaN,
    times: 0,
    beaconed: false,
    answered: false,
    echoed: false,
    echoedFirst: false,
    isSure: false,
    fits: false,
    near: NO_NAME,
    octets: NO_ROOM,
    length: -1,
    clock: undefined,
    isFollowed: false,
    speakable: undefined,
  };
}
