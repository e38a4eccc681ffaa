import { SSID_MAX_OCTETS } from "../../dot11/elements.ts";
import type { Frame } from "../../dot11/frame.ts";
import { NO_NAME } from "../../venue/network-name.ts";
import { MANY_NAMES } from "./figures.ts";
import { NO_CLOCK, OwnClocks } from "./own-clocks.ts";

/** Names remembered per BSSID, and those of which octets and clock are kept: more names than that are explained by nothing. */
export const NAMES_PER_BSSID = 40;
export const NAMES_IN_FULL = 8;
/** Names remembered of all BSSIDs together; beyond it each keeps as many as it keeps in full, which is enough to tell what it does. */
const NAMES_IN_ALL = 32_768;
/** No cell: the name is not remembered. */
export const NONE = -1;

/** What is known of a name, as bits. The first four are those that change a verdict. */
export const Heard = {
  /** In a frame that is known to be whole. */
  surely: 1,
  /** In a beacon, and in an answer. */
  beaconed: 2,
  answered: 4,
  /** By who had just asked for it; and before any beacon had told it to everybody. */
  echoed: 8,
  echoedFirst: 16,
  /** In a frame whose elements fit. */
  fitting: 32,
  /** It may leave the sensor. */
  speakable: 64,
} as const;

/**
 * The names that each of so many BSSIDs was heard under that has several, in the order in which they came. BSSIDs are numbers from 0, and a name is known by
 * its cell until another of its BSSID is forgotten. Whoever answers each question with a new name at thousands of addresses makes us
 * look along all names of another address at each frame, so they are columns of numbers in which those of one BSSID stand together: a look
 * costs the few lines of the cache that they are, and nothing is allocated.
 */
export class HeardNames {
  /** By cell: the name's key. */
  readonly keys: Float64Array;
  /** When it was heard last, and how often. */
  readonly at: Float64Array;
  readonly times: Uint32Array;
  /** What it was heard as: bits of {@link Heard}. */
  readonly heard: Uint8Array;
  /** Key of a name that this one may be, damaged, or that may be this one; NO_NAME when there is none. */
  readonly near: Float64Array;
  /** By cell: the place, from 1, of what is kept of it in full; 0 where nothing is. By place: how many octets, -1 where only its clock is kept. */
  readonly #inFull: Uint8Array;
  readonly #lengths: Int8Array;
  readonly octets: Uint8Array;
  readonly #clocks: OwnClocks;
  readonly #isFollowed: Uint8Array;
  /** By BSSID: how many names it has, and as bits which places of its own are taken. */
  readonly #sizes: Uint8Array;
  readonly #taken: Uint8Array;
  /** By cell: the name in hex where it may leave the sensor. Few are so. */
  readonly #speakable = new Map<number, string>();
  #inUse = 0;

  constructor(bssids: number) {
    const cells = bssids * NAMES_PER_BSSID;
    this.keys = new Float64Array(cells);
    this.at = new Float64Array(cells);
    this.times = new Uint32Array(cells);
    this.heard = new Uint8Array(cells);
    this.near = new Float64Array(cells);
    this.#inFull = new Uint8Array(cells);
    const places = bssids * NAMES_IN_FULL;
    this.#lengths = new Int8Array(places);
    this.octets = new Uint8Array(places * SSID_MAX_OCTETS);
    this.#clocks = new OwnClocks(places);
    this.#isFollowed = new Uint8Array(places);
    this.#sizes = new Uint8Array(bssids);
    this.#taken = new Uint8Array(bssids);
  }

  /** Names that are remembered of all BSSIDs are so many that each keeps only a few. */
  get areTooMany(): boolean {
    return this.#inUse >= NAMES_IN_ALL;
  }

  /** How many names a BSSID has. */
  size(bssid: number): number {
    return this.#sizes[bssid]!;
  }

  /** The cell of its first name: the others follow. */
  first(bssid: number): number {
    return bssid * NAMES_PER_BSSID;
  }

  /** The cell of a name of a BSSID. */
  find(bssid: number, key: number): number {
    const first = this.first(bssid);
    const end = first + this.#sizes[bssid]!;
    for (let cell = first; cell < end; cell++) if (this.keys[cell] === key) return cell;
    return NONE;
  }

  /** Of a name that seems to come from the future, as after a clock was set back, nobody knows how old it is. */
  isRecent(cell: number, atSeconds: number): boolean {
    return Math.abs(atSeconds - this.at[cell]!) <= MANY_NAMES.windowSeconds;
  }

  /** Whether there is room to keep all that a name's frames say. */
  keepsInFull(bssid: number): boolean {
    return this.#sizes[bssid]! < NAMES_IN_FULL;
  }

  /** A name that the BSSID had not, of which nothing is known yet: its cell. The caller has made room. */
  add(bssid: number, key: number, speakable: string | undefined): number {
    const cell = this.first(bssid) + this.#sizes[bssid]!++;
    this.#inUse++;
    this.keys[cell] = key;
    this.at[cell] = Number.NaN;
    this.times[cell] = 0;
    this.heard[cell] = speakable === undefined ? 0 : Heard.speakable;
    this.near[cell] = NO_NAME;
    this.#inFull[cell] = 0;
    if (speakable !== undefined) this.#speakable.set(cell, speakable);
    return cell;
  }

  /** The name in hex where it may leave the sensor. */
  speakable(cell: number): string | undefined {
    return (this.heard[cell]! & Heard.speakable) === 0 ? undefined : this.#speakable.get(cell);
  }

  /** Keeps the octets of a name, `length` from `from` on: a copy, for others will stand there. */
  keepOctets(bssid: number, cell: number, octets: Uint8Array, from: number, length: number): void {
    const place = this.#placeOf(bssid, cell);
    this.#lengths[place] = length;
    const start = place * SSID_MAX_OCTETS;
    for (let index = 0; index < length; index++) this.octets[start + index] = octets[from + index]!;
  }

  /** How many octets of a name are kept, -1 where none are, and where they begin in `octets`. */
  octetsKept(bssid: number, cell: number): number {
    const place = this.#inFull[cell]!;
    return place === 0 ? NONE : this.#lengths[bssid * NAMES_IN_FULL + place - 1]!;
  }

  octetsStart(bssid: number, cell: number): number {
    return (bssid * NAMES_IN_FULL + this.#inFull[cell]! - 1) * SSID_MAX_OCTETS;
  }

  /** Holds a frame against the clock behind its name, which is followed from now on. */
  followClock(bssid: number, cell: number, frame: Frame, isBeacon: boolean, atSeconds: number): void {
    const place = this.#placeOf(bssid, cell);
    if (this.#isFollowed[place] === 0) this.#clocks.begin(place);
    this.#isFollowed[place] = 1;
    this.#clocks.follow(place, frame, isBeacon, atSeconds);
  }

  /** Whether more is kept of a name than that it was heard: its clock can be followed. */
  isInFull(cell: number): boolean {
    return this.#inFull[cell] !== 0;
  }

  /** Whether each of these names of a BSSID has a transmitter of its own behind it, after so many seconds: see {@link OwnClocks.areSeveralBoards}. */
  areSeveralBoards(bssid: number, cells: readonly number[], seconds: number): boolean {
    return this.#clocks.areSeveralBoards(
      cells.map((cell) => this.#clockOf(bssid, cell)),
      seconds,
    );
  }

  /** Forgets all names of a BSSID. */
  forgetAll(bssid: number): void {
    const first = this.first(bssid);
    const size = this.#sizes[bssid]!;
    for (let cell = first; cell < first + size; cell++) this.#letGo(bssid, cell);
    this.#sizes[bssid] = 0;
    this.#inUse -= size;
  }

  /** Forgets those that are too old to count. */
  forgetOld(bssid: number, atSeconds: number): void {
    const first = this.first(bssid);
    const end = first + this.#sizes[bssid]!;
    for (let cell = first; cell < end; cell++) if (!this.isRecent(cell, atSeconds)) this.times[cell] = 0;
    this.#closeGaps(bssid);
  }

  /** Forgets so many of a BSSID, those first that were heard longest ago. */
  forgetOldest(bssid: number, count: number): void {
    for (let gone = 0; gone < count; gone++) this.times[this.#oldest(bssid)] = 0;
    this.#closeGaps(bssid);
  }

  #oldest(bssid: number): number {
    const first = this.first(bssid);
    const end = first + this.#sizes[bssid]!;
    let oldest = NONE;
    for (let cell = first; cell < end; cell++)
      if (this.times[cell] !== 0 && (oldest === NONE || this.at[cell]! < this.at[oldest]!)) oldest = cell;
    return oldest;
  }

  /** A name that was heard no time is gone; those behind it move up. */
  #closeGaps(bssid: number): void {
    const first = this.first(bssid);
    const end = first + this.#sizes[bssid]!;
    let next = first;
    for (let cell = first; cell < end; cell++) {
      if (this.times[cell] === 0) this.#letGo(bssid, cell);
      else {
        if (cell !== next) this.#move(cell, next);
        next++;
      }
    }
    this.#sizes[bssid] = next - first;
    this.#inUse -= end - next;
  }

  #letGo(bssid: number, cell: number): void {
    const place = this.#inFull[cell]!;
    if (place !== 0) this.#taken[bssid]! &= ~(1 << (place - 1));
    if ((this.heard[cell]! & Heard.speakable) !== 0) this.#speakable.delete(cell);
  }

  #move(from: number, to: number): void {
    this.keys[to] = this.keys[from]!;
    this.at[to] = this.at[from]!;
    this.times[to] = this.times[from]!;
    this.heard[to] = this.heard[from]!;
    this.near[to] = this.near[from]!;
    this.#inFull[to] = this.#inFull[from]!;
    const speakable = this.speakable(from);
    if (speakable === undefined) return;
    this.#speakable.delete(from);
    this.#speakable.set(to, speakable);
  }

  #clockOf(bssid: number, cell: number): number {
    const inFull = this.#inFull[cell]!;
    if (inFull === 0) return NO_CLOCK;
    const place = bssid * NAMES_IN_FULL + inFull - 1;
    return this.#isFollowed[place] === 1 ? place : NO_CLOCK;
  }

  /** Where a name is kept in full, from now on if it was not. Only while a BSSID has no more names than places is one asked for: one is free. */
  #placeOf(bssid: number, cell: number): number {
    const start = bssid * NAMES_IN_FULL;
    const known = this.#inFull[cell]!;
    if (known !== 0) return start + known - 1;
    const taken = this.#taken[bssid]!;
    const free = 31 - Math.clz32(~taken & (taken + 1));
    this.#taken[bssid] = taken | (1 << free);
    this.#inFull[cell] = free + 1;
    this.#lengths[start + free] = NONE;
    this.#isFollowed[start + free] = 0;
    return start + free;
  }
}
