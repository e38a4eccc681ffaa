import { clockStartedAt, isDue, phaseOf } from "../../air/clock-line.ts";
import type { Frame } from "../../dot11/frame.ts";
import { MANY_NAMES } from "./figures.ts";

/** Frames of one clock lie on one line: drift is some ppm, and a loaded host writes a time stamp some tens of milliseconds late. */
const OFF_THE_LINE_SECONDS = 0.25;
/** Clocks of boards that were switched on by hand started further apart than this. */
const APART_SECONDS = 1;
/** Weight of a new level in the running mean. */
const LEVEL_SHARE = 0.2;
/** Where damage is not excluded, so many frames in all, or this share, may say another clock: a wrong bit in a time stamp. */
const OFF = { frames: 1, share: 0.1 };
/** Of a board's beacons so many are sent when they are due. */
const DUE_SHARE = 0.9;
/** No clock: the place of a name whose clock is not followed. */
export const NO_CLOCK = -1;

/** The clock, channel and level behind each of so many names of an address, by place. */
export class OwnClocks {
  readonly #startedAt: Float64Array;
  readonly #levelDbm: Float64Array;
  readonly #beacons: Uint32Array;
  /** Beacons that were sent when they were due by this clock. */
  readonly #due: Uint32Array;
  /** Frames under the name, and those of them that were not of this clock. */
  readonly #frames: Uint32Array;
  readonly #off: Uint32Array;
  /** In MHz, or the channel's number where the frame says that. */
  readonly #channel: Int32Array;
  /** More frames under this name were not of this clock than damage explains. */
  readonly #isBroken: Uint8Array;

  constructor(places: number) {
    this.#startedAt = new Float64Array(places);
    this.#levelDbm = new Float64Array(places);
    this.#beacons = new Uint32Array(places);
    this.#due = new Uint32Array(places);
    this.#frames = new Uint32Array(places);
    this.#off = new Uint32Array(places);
    this.#channel = new Int32Array(places);
    this.#isBroken = new Uint8Array(places);
  }

  /** A clock is followed from this frame on: the first that is held against it. */
  begin(place: number, frame: Frame, atSeconds: number): void {
    this.#startedAt[place] = clockStartedAt(frame, atSeconds);
    this.#levelDbm[place] = frame.rssiDbm;
    this.#beacons[place] = 0;
    this.#due[place] = 0;
    this.#frames[place] = 1;
    this.#off[place] = 0;
    this.#channel[place] = channelOf(frame);
    this.#isBroken[place] = 0;
  }

  /** Takes the next frame under the name. */
  follow(place: number, frame: Frame, isBeacon: boolean, atSeconds: number): void {
    const frames = ++this.#frames[place]!;
    const startedAt = clockStartedAt(frame, atSeconds);
    const isOff = Math.abs(startedAt - this.#startedAt[place]!) > OFF_THE_LINE_SECONDS;
    if (isOff || channelOf(frame) !== this.#channel[place]) {
      const off = ++this.#off[place]!;
      if (!frame.mayBeDamaged || off > Math.max(OFF.frames, OFF.share * frames)) this.#isBroken[place] = 1;
      // Of two frames nobody knows which one was damaged.
      if (frames > 2) return;
      this.#channel[place] = channelOf(frame);
    }
    this.#startedAt[place] = startedAt;
    if (isBeacon) {
      this.#beacons[place]!++;
      if (isDue(phaseOf(frame))) this.#due[place]!++;
    }
    const levelDbm = this.#levelDbm[place]!;
    if (Number.isNaN(levelDbm)) this.#levelDbm[place] = frame.rssiDbm;
    else if (!Number.isNaN(frame.rssiDbm)) this.#levelDbm[place] = levelDbm + LEVEL_SHARE * (frame.rssiDbm - levelDbm);
  }

  /**
   * Whether each name has a transmitter of its own behind it: boards with one factory address. One radio has one clock, so whoever wears
   * several names and wants to pass for several boards must keep a clock for each, beacon by beacon, each on its own channel or at its own
   * level, or send each beacon when it is due by the clock of its name. That is asked from the first frame on, and after a while with enough
   * beacons to be sure. `places`: of the names' clocks.
   */
  areSeveralBoards(places: readonly number[], seconds: number): boolean {
    const isProbation = seconds <= MANY_NAMES.boardSeconds;
    return places.every((one, index) => {
      // Clocks are followed from the second name on: the first one's may not have been heard since.
      if (one === NO_CLOCK) return isProbation;
      if (this.#isBroken[one] === 1) return false;
      if (!isProbation && this.#beacons[one]! < MANY_NAMES.boardBeacons) return false;
      for (let before = 0; before < index; before++) {
        const other = places[before]!;
        if (other !== NO_CLOCK && !this.#areApart(one, other)) return false;
      }
      return true;
    });
  }

  #areApart(one: number, other: number): boolean {
    if (Math.abs(this.#startedAt[one]! - this.#startedAt[other]!) < APART_SECONDS) return false;
    if (this.#channel[one] !== this.#channel[other]) return true;
    if (Math.abs(this.#levelDbm[one]! - this.#levelDbm[other]!) >= MANY_NAMES.boardDb) return true;
    return this.#keepsItsBeat(one) && this.#keepsItsBeat(other);
  }

  #keepsItsBeat(place: number): boolean {
    const beacons = this.#beacons[place]!;
    return beacons > 0 && this.#due[place]! >= DUE_SHARE * beacons;
  }
}

/** The channel that the frame names, or else the one that it was heard on: in the 2.4 GHz band it is heard on the next one too. */
function channelOf({ advertisedChannel, channelMhz }: Frame): number {
  return advertisedChannel > 0 ? advertisedChannel : channelMhz;
}
