import type { Frame } from "../dot11/frame.ts";

/**
 * Two radios of one box stamp the same frame within this time: the kernel stamps it when the USB transfer is done. A retransmission has the
 * retry bit set, and so is another frame; what is sent again octet for octet is counted (see below).
 */
const SAME_SECONDS = 0.05;
/** Frames remembered: more than two busy channels carry in that time. What is pushed out earlier is judged twice. */
const FRAMES = 1_024;
/** Octets of a frame that are compared, beside its length: header, time stamp and the first elements tell frames apart. */
const COMPARED_OCTETS = 64;
/** Adapters that are told apart. */
const ADAPTERS = 8;

interface Remembered {
  mark: number;
  length: number;
  at: number;
  /** How often each adapter has heard it, and the most of these. */
  readonly times: Uint16Array;
  most: number;
  adapter: number;
  rssiDbm: number;
}

/** The same frame, heard by another adapter before. */
export interface HeardBefore {
  adapter: number;
  rssiDbm: number;
}

/**
 * Tells frames that several adapters of this sensor heard from frames that were sent several times. What counts is what the adapter heard that
 * heard it most often: a frame that is sent ten times and heard by two adapters is ten frames, not twenty and not one. So nobody counts
 * double for standing between two adapters, and nobody hides by repeating himself.
 */
export class HeardTwice {
  readonly #frames: readonly Remembered[] = Array.from({ length: FRAMES }, () => ({
    mark: 0,
    length: -1,
    at: -Infinity,
    times: new Uint16Array(ADAPTERS),
    most: 0,
    adapter: -1,
    rssiDbm: Number.NaN,
  }));
  readonly #seed: number;
  #before: HeardBefore | undefined;

  /** `seed`: any number that is not known on the air; frames that would be taken for one another cannot be made up then. */
  constructor(seed = 0) {
    this.#seed = seed;
  }

  /** Who heard the frame before that {@link isRepeat} took last; undefined when it was the first, or it came from the same adapter. */
  get before(): HeardBefore | undefined {
    return this.#before;
  }

  /** Takes a frame of an adapter; true when another has heard it already, so that it is counted. */
  isRepeat({ octets, rssiDbm }: Frame, adapter: number, atSeconds: number): boolean {
    const mark = markOf(octets, this.#seed);
    // The place is of the mark, so a frame finds itself at once, and an old one makes room.
    const it = this.#frames[(mark >>> 0) % FRAMES]!;
    this.#before = undefined;
    const isKnown = it.mark === mark && it.length === octets.length && Math.abs(atSeconds - it.at) <= SAME_SECONDS;
    if (!isKnown) {
      it.mark = mark;
      it.length = octets.length;
      it.at = atSeconds;
      it.times.fill(0);
      it.most = 0;
      it.adapter = adapter;
      it.rssiDbm = rssiDbm;
    } else if (it.adapter !== adapter) this.#before = { adapter: it.adapter, rssiDbm: it.rssiDbm };
    const times = ++it.times[adapter % ADAPTERS]!;
    if (times <= it.most) return true;
    it.most = times;
    return false;
  }
}

/** FNV-1a over the beginning of a frame. */
function markOf(octets: Uint8Array, seed: number): number {
  let mark = (0x811c9dc5 ^ seed) | 0;
  const end = Math.min(octets.length, COMPARED_OCTETS);
  for (let at = 0; at < end; at++) mark = Math.imul(mark ^ octets[at]!, 0x01000193);
  return mark;
}
