import { clockStartedAt, isDue, phaseOf } from "../../air/clock-line.ts";
import type { Frame } from "../../dot11/frame.ts";
import { MANY_NAMES } from "./figures.ts";

/** Clocks of one name that are followed: boards may share a name as well, and a file that two sensors' were put together in tells each clock twice. */
const LINES = 3;
/** Frames of one clock lie on one line, but for its drift of some ppm; a loaded host stamps a frame some tenths late, and some stamps have whole seconds only. */
const OFF_THE_LINE_SECONDS = 1.1;
/** A crystal is off by less, as an extender was that ran 1,253 ppm fast. */
const DRIFT = 0.002;
/** Clocks of boards that were switched on by hand started further apart than this, and further than their frames scatter about their lines. */
const APART_SECONDS = 1;
/** Weight of a new level in the running mean. */
const LEVEL_SHARE = 0.2;
/** Where damage is not excluded, so many frames in all, or this share, may say another clock: a wrong bit in a time stamp. */
const OFF = { frames: 1, share: 0.1 };
/** Of a board's beacons so many are sent when they are due. */
const DUE_SHARE = 0.9;
/** No clock: the place of a name whose clock is not followed. */
export const NO_CLOCK = -1;

/** The clocks, channels and levels behind each of so many names of an address, by place. */
export class OwnClocks {
  /** By line: when the clock started by its first frame, when that was heard, and how far the others lay from it at most. */
  readonly #startedAt: Float64Array;
  readonly #since: Float64Array;
  readonly #scatter: Float64Array;
  readonly #levelDbm: Float64Array;
  readonly #beacons: Uint32Array;
  /** Beacons that were sent when they were due by this clock. */
  readonly #due: Uint32Array;
  readonly #onLine: Uint32Array;
  /** In MHz, or the channel's number where the frame says that. */
  readonly #channel: Int32Array;
  /** By place: frames under the name, and those of them that were of none of its clocks. */
  readonly #frames: Uint32Array;
  readonly #off: Uint32Array;
  /** More frames under this name were of no clock than damage explains. */
  readonly #isBroken: Uint8Array;

  constructor(places: number) {
    this.#startedAt = new Float64Array(places * LINES);
    this.#since = new Float64Array(places * LINES);
    this.#scatter = new Float64Array(places * LINES);
    this.#levelDbm = new Float64Array(places * LINES);
    this.#beacons = new Uint32Array(places * LINES);
    this.#due = new Uint32Array(places * LINES);
    this.#onLine = new Uint32Array(places * LINES);
    this.#channel = new Int32Array(places * LINES);
    this.#frames = new Uint32Array(places);
    this.#off = new Uint32Array(places);
    this.#isBroken = new Uint8Array(places);
  }

  /** Clocks are followed from the next frame on. */
  begin(place: number): void {
    for (let line = place * LINES; line < (place + 1) * LINES; line++) this.#onLine[line] = 0;
    this.#frames[place] = 0;
    this.#off[place] = 0;
    this.#isBroken[place] = 0;
  }

  /** Takes the next frame under the name. */
  follow(place: number, frame: Frame, isBeacon: boolean, atSeconds: number): void {
    const frames = ++this.#frames[place]!;
    const line = this.#lineOf(place, frame, atSeconds);
    if (line === NO_CLOCK) this.#off[place]!++;
    const mayBeOff = frame.mayBeDamaged ? Math.max(OFF.frames, OFF.share * frames) : 0;
    if (this.#off[place]! > mayBeOff) this.#isBroken[place] = 1;
    if (line === NO_CLOCK) return;
    this.#onLine[line]!++;
    if (isBeacon) {
      this.#beacons[line]!++;
      if (isDue(phaseOf(frame))) this.#due[line]!++;
    }
    const levelDbm = this.#levelDbm[line]!;
    if (Number.isNaN(levelDbm)) this.#levelDbm[line] = frame.rssiDbm;
    else if (!Number.isNaN(frame.rssiDbm)) this.#levelDbm[line] = levelDbm + LEVEL_SHARE * (frame.rssiDbm - levelDbm);
  }

  /**
   * Whether each name has transmitters of its own behind it: boards with one factory address. One radio has one clock, so whoever wears
   * several names and wants to pass for several boards must keep a clock for each, beacon by beacon, each on its own channel or at its own
   * level, or send each beacon when it is due by the clock of its name. That is asked from the first frame on, and after a while with enough
   * beacons to be sure. `places`: of the names' clocks.
   */
  areSeveralBoards(places: readonly number[], seconds: number): boolean {
    const isProbation = seconds <= MANY_NAMES.boardSeconds;
    return places.every((one, index) => {
      // Clocks are followed from the second name on: the first one's may not have been heard since.
      if (one === NO_CLOCK) return isProbation;
      if (this.#isBroken[one] === 1 || (!isProbation && !this.#hasShownItself(one))) return false;
      for (let before = 0; before < index; before++) {
        const other = places[before]!;
        if (other !== NO_CLOCK && !this.#areApart(one, other)) return false;
      }
      return true;
    });
  }

  /** The line of a name that a frame lies on, or that it begins: where no place is left, in that of a single frame, which is taken for damage. */
  #lineOf(place: number, frame: Frame, atSeconds: number): number {
    const startedAt = clockStartedAt(frame, atSeconds);
    const channel = channelOf(frame);
    let left = NO_CLOCK;
    const end = (place + 1) * LINES;
    for (let line = place * LINES; line < end; line++) {
      if (this.#onLine[line] === 0) {
        left = line;
        break;
      }
      const off = Math.abs(startedAt - this.#startedAt[line]!);
      const isOn = off <= OFF_THE_LINE_SECONDS + DRIFT * Math.abs(atSeconds - this.#since[line]!);
      if (isOn && this.#channel[line] === channel) {
        if (off > this.#scatter[line]!) this.#scatter[line] = off;
        return line;
      }
      if (frame.mayBeDamaged && this.#onLine[line] === 1) left = line;
    }
    if (left === NO_CLOCK) return NO_CLOCK;
    if (this.#onLine[left] === 1) this.#off[place]!++;
    this.#startedAt[left] = startedAt;
    this.#since[left] = atSeconds;
    this.#scatter[left] = 0;
    this.#levelDbm[left] = frame.rssiDbm;
    this.#beacons[left] = 0;
    this.#due[left] = 0;
    this.#onLine[left] = 0;
    this.#channel[left] = channel;
    return left;
  }

  /** Whether each clock of the name was heard in enough beacons. */
  #hasShownItself(place: number): boolean {
    let clocks = 0;
    for (let line = place * LINES; line < (place + 1) * LINES; line++) {
      if (!this.#isClock(place, line)) continue;
      clocks++;
      if (this.#beacons[line]! < MANY_NAMES.boardBeacons) return false;
    }
    return clocks > 0;
  }

  /** Whether a line is a clock, and no damage: of single frames nobody knows. */
  #isClock(place: number, line: number): boolean {
    const onLine = this.#onLine[line]!;
    return (
      onLine > Math.max(OFF.frames, OFF.share * this.#frames[place]!) || (onLine > 0 && this.#frames[place]! <= LINES)
    );
  }

  /** Whether no clock of one name may be one of the other's. */
  #areApart(one: number, other: number): boolean {
    for (let mine = one * LINES; mine < (one + 1) * LINES; mine++) {
      if (!this.#isClock(one, mine)) continue;
      for (let theirs = other * LINES; theirs < (other + 1) * LINES; theirs++)
        if (this.#isClock(other, theirs) && !this.#areTwo(mine, theirs)) return false;
    }
    return true;
  }

  #areTwo(one: number, other: number): boolean {
    const apart = Math.max(APART_SECONDS, this.#scatter[one]! + this.#scatter[other]!);
    if (Math.abs(this.#startedAt[one]! - this.#startedAt[other]!) < apart) return false;
    if (this.#channel[one] !== this.#channel[other]) return true;
    if (Math.abs(this.#levelDbm[one]! - this.#levelDbm[other]!) >= MANY_NAMES.boardDb) return true;
    return this.#keepsItsBeat(one) && this.#keepsItsBeat(other);
  }

  #keepsItsBeat(line: number): boolean {
    const beacons = this.#beacons[line]!;
    return beacons > 0 && this.#due[line]! >= DUE_SHARE * beacons;
  }
}

/** The channel that the frame names, or else the one that it was heard on: in the 2.4 GHz band it is heard on the next one too. */
function channelOf({ advertisedChannel, channelMhz }: Frame): number {
  return advertisedChannel > 0 ? advertisedChannel : channelMhz;
}
