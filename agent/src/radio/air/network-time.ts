import type { Frame } from "../dot11/frame.ts";

/** Access points whose clocks are followed at once; those that were there first stay. */
const VOTERS = 16;
/** Good steps in a row before a clock is believed. */
const STEPS = 3;
/** Longest step between two beacons of one access point that still measures time. */
const LONGEST_STEP_SECONDS = 10;
/** Frames without it after which an access point has no voice, and after which its place is free for another. */
const SILENT_FRAMES = 1_024;
const UNPROVEN_FRAMES = 64;
/** A place is given once in so many frames: among thousands who are seldom heard none is proven, and giving places costs each of their beacons. */
const SETTLE_FRAMES = 8;
/** The clocks that are heard may be forged: none makes time pass faster than this from one frame to the next. */
const LONGEST_ADVANCE_SECONDS = 1;
const TWO_TO_32 = 0x1_0000_0000;

/**
 * What the clocks of the access points around (TSF, 11.1.3) say has passed. Beacons can be forged, so no single clock is believed: of
 * those that run forward, beacon after beacon, the median counts. One that jumps starts anew as a stranger.
 */
export class NetworkTime {
  readonly #bssids = new Float64Array(VOTERS).fill(-1);
  /** By the last octet of an address, how many of them have it: of a stranger it nearly always says that he is none of them. */
  readonly #byLastOctet = new Uint8Array(256);
  readonly #clocks = new Float64Array(VOTERS);
  /** The same seconds for all, as each clock has counted them on. */
  readonly #elapsed = new Float64Array(VOTERS);
  readonly #steps = new Uint8Array(VOTERS);
  readonly #heardAt = new Float64Array(VOTERS);
  readonly #sorted = new Float64Array(VOTERS);
  #frames = 0;
  #now = 0;
  #readAt = -1;
  /** Where a place is looked for first: after the one that was given last, for the others were given before. */
  #next = 0;
  /** Up to this frame no place is free, or given: whoever beacons under a new address each time need not be shown all of them each time. */
  #fullUntil = 0;

  /** Counts a frame, and takes the clock of a beacon or probe response. */
  hear(frame: Frame): void {
    this.#frames++;
    if (!frame.hasTsf || frame.transmitter !== frame.bssid) return;
    const clock = (frame.tsfHigh * TWO_TO_32 + frame.tsfLow) / 1e6;
    const at = this.#placeOf(frame.bssid);
    if (at < 0) {
      this.#settle(frame.bssid, clock);
      return;
    }
    const step = clock - this.#clocks[at]!;
    this.#clocks[at] = clock;
    this.#heardAt[at] = this.#frames;
    if (step > 0 && step <= LONGEST_STEP_SECONDS) {
      this.#elapsed[at]! += step;
      if (this.#steps[at]! < STEPS && ++this.#steps[at]! === STEPS) this.#elapsed[at] = this.#median(this.#now);
    } else {
      this.#steps[at] = 0;
      this.#fullUntil = Math.min(this.#fullUntil, this.#frames + UNPROVEN_FRAMES);
    }
  }

  /** Where an access point is, -1 when it is not followed: `indexOf` leaves compiled code, which costs more than the sixteen looks. */
  #placeOf(bssid: number): number {
    if (this.#byLastOctet[bssid & 0xff] === 0) return -1;
    for (let index = 0; index < VOTERS; index++) if (this.#bssids[index] === bssid) return index;
    return -1;
  }

  /** Seconds since it was asked at the frame before, NaN when no clock can be believed. Asked after a pause it begins anew, with zero. */
  step(): number {
    const median = this.#median(Number.NaN);
    if (Number.isNaN(median)) return Number.NaN;
    const isAnew = this.#readAt !== this.#frames - 1;
    this.#readAt = this.#frames;
    const step = isAnew ? 0 : Math.min(Math.max(median - this.#now, 0), LONGEST_ADVANCE_SECONDS);
    this.#now = isAnew ? median : this.#now + step;
    return step;
  }

  /** The lower median of what the clocks believed have counted; `none` where there are none. */
  #median(none: number): number {
    let count = 0;
    for (let index = 0; index < VOTERS; index++) {
      if (this.#steps[index]! < STEPS || this.#frames - this.#heardAt[index]! > SILENT_FRAMES) continue;
      const elapsed = this.#elapsed[index]!;
      let place = count++;
      for (; place > 0 && this.#sorted[place - 1]! > elapsed; place--) this.#sorted[place] = this.#sorted[place - 1]!;
      this.#sorted[place] = elapsed;
    }
    return count === 0 ? none : this.#sorted[(count - 1) >> 1]!;
  }

  /** A new access point takes a place that is free, or whose access point fell silent. */
  #settle(bssid: number, clock: number): void {
    if (this.#frames <= this.#fullUntil) return;
    let fullUntil = Infinity;
    for (let count = 0; count < VOTERS; count++) {
      const index = (this.#next + count) % VOTERS;
      const keptUntil = this.#heardAt[index]! + (this.#steps[index]! < STEPS ? UNPROVEN_FRAMES : SILENT_FRAMES);
      if (this.#bssids[index] !== -1 && this.#frames <= keptUntil) {
        fullUntil = Math.min(fullUntil, keptUntil);
        continue;
      }
      const former = this.#bssids[index]!;
      if (former !== -1) this.#byLastOctet[former & 0xff]!--;
      this.#byLastOctet[bssid & 0xff]!++;
      this.#bssids[index] = bssid;
      this.#clocks[index] = clock;
      this.#elapsed[index] = this.#now;
      this.#steps[index] = 0;
      this.#heardAt[index] = this.#frames;
      this.#next = (index + 1) % VOTERS;
      this.#fullUntil = this.#frames + SETTLE_FRAMES - 1;
      return;
    }
    this.#fullUntil = fullUntil;
  }
}
