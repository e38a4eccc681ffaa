import type { Frame } from "../dot11/frame.ts";
import { TU_MICROSECONDS } from "../dot11/time-unit.ts";
import { ArrivalPhases } from "./arrival-phases.ts";
import { clockStartedAt, tsfMicroseconds } from "./clock-line.ts";

/** So many beacons show whether there is a beat: phases by chance are then as regular as 0.3 once in 75 times. */
export const BEAT_BEACONS = 48;
/** From here on it keeps one, and is not asked again: real access points are at 0.93 and above, those on a loaded simulator at 0.6. */
const BEAT_KEPT = 0.5;
/** A clock that is off its line by so much is another: of a board with the same address, of somebody else, or started anew. */
const SAME_CLOCK_SECONDS = 0.5;
/** A crystal is off by a ten-thousandth at most (11.1.3.1), ours as well; ten times that leaves room. */
const DRIFT = 0.001;
/** Parts of an interval, in which beacons are counted. */
const PARTS = 16;
/** What was long ago counts half. */
const HALVED_BEACONS = 512;
/** A clock that has left its line so often, and not begun anew, runs at another rate than time does. */
export const STRAYED = 8;
/** A clock of so few seconds has just begun anew. */
const BEGUN_SECONDS = 5;
/** A time stamp that stands still, or leaps each time, is looked at after so many beacons, and again after so many more. */
export const STILL_BEACONS = 20;
const STILL_AGAIN = 64;
/** Beacons from which on those of a broken clock may be seen to come in time by ours: four at any times seem to once in three, and forty once in 20,000. */
const IN_TIME_BEACONS = 4;
/** Clocks of one address that are told apart: several boards with one factory address beacon by turns, each by its own. */
const LINES = 4;

/** Beacons that were due by the sender's own clock, by which an access point is known: four are due by chance once in 3,500 times. */
const PUNCTUAL_BEACONS = 4;
/** How punctual they must be, from 0 at any time to 1 at the moment: recorded access points were at 0.93 and above. */
const PUNCTUAL = 0.9;

/**
 * Whether an access point's beacons keep a beat. 11.1.3.2: they are due whenever its clock (TSF) is a multiple of the beacon interval, and
 * a busy channel delays one by some milliseconds; a program that injects beacons sends them when it comes to it. Regularity is the mean
 * resultant length of the phases: 1 when all are the same, near 0 when they are any. Some access points send each beacon twice, half an
 * interval apart: the doubled phases are looked at too. It is the sender's own clock that is held against its interval, so that neither a gap nor the time
 * on another channel matters.
 */
export class Beat {
  /** Beacons that were held against the interval. */
  beacons = 0;
  /** All beacons that were taken, of every clock and with any time stamp. */
  taken = 0;
  /** When the latest of them was heard. */
  at = Number.NaN;
  /** Beacons in a row with the same time stamp, and with the same number under different ones. */
  sameStamp = 0;
  sameNumber = 0;
  /** Beacons in a row, each of which had the time stamp of a clock that none of those before had; and whether that many are news. */
  leaps = 0;
  get isLeapNews(): boolean {
    return this.leaps % STILL_AGAIN === STILL_BEACONS;
  }
  /** How often its clock was off the lines of all clocks known, and had not begun anew; whether it is by the latest beacon, and that is news. */
  strays = 0;
  isStrayNews = false;
  readonly #lines = new Float64Array(LINES).fill(Number.NaN);
  #line = 0;
  #number = -1;
  /** It was shown to keep one: whoever does need not be heard any more. */
  isKept = false;
  #intervalTu = 0;
  #tsfLow = Number.NaN;
  #startedAt = Number.NaN;
  #firstStartedAt = Number.NaN;
  #firstAt = Number.NaN;
  #cosines = 0;
  #sines = 0;
  #doubledCosines = 0;
  #doubledSines = 0;
  readonly #parts = new Float32Array(PARTS);
  readonly #arrivals = new ArrivalPhases();

  /** From 0 to 1. */
  get regularity(): number {
    if (this.beacons === 0) return 0;
    const once = Math.hypot(this.#cosines, this.#sines);
    const doubled = Math.hypot(this.#doubledCosines, this.#doubledSines);
    return Math.max(once, doubled) / this.beacons;
  }

  /**
   * Whether its beacons come in time by our clock, whatever its own says: crystals differ by 40 ppm at most, so for a minute what a radio sends
   * by itself comes at one part of the interval. It tells a radio whose driver writes no clock from a program that has none.
   */
  get isInTimeHere(): boolean {
    return this.#arrivals.beacons >= IN_TIME_BEACONS && this.#arrivals.regularity >= BEAT_KEPT;
  }

  /** How regular that is, and of how many beacons. */
  get arrivals(): { readonly beacons: number; readonly regularity: number } {
    return this.#arrivals;
  }

  /** The largest share of beacons in a sixteenth of the interval: where somebody else beacons in its name at any time, its own still stand out. */
  get peak(): number {
    return this.beacons === 0 ? 0 : this.#parts.reduce((most, it) => Math.max(most, it), 0) / this.beacons;
  }

  /** Whether as many as say something came when they were due by that clock: one that is passed in a car is not heard for longer. */
  get isPunctual(): boolean {
    return this.beacons >= PUNCTUAL_BEACONS && this.#cosines >= PUNCTUAL * this.beacons && this.#runsOn(this.at);
  }

  /** Takes a beacon. One that is heard again is no further look; another interval or another clock begins anew. */
  hear(frame: Frame, atSeconds: number): void {
    const { hasTsf, tsfLow, beaconIntervalTu, sequence } = frame;
    if (!hasTsf || beaconIntervalTu <= 0) return;
    this.taken++;
    this.#arrivals.take(atSeconds, beaconIntervalTu);
    if (tsfLow === this.#tsfLow) {
      if (++this.sameStamp % STILL_AGAIN === STILL_BEACONS) this.at = atSeconds;
      return;
    }
    this.sameStamp = 0;
    this.sameNumber = sequence === this.#number ? this.sameNumber + 1 : 0;
    this.#number = sequence;
    const startedAt = clockStartedAt(frame, atSeconds);
    this.#leap(startedAt, atSeconds);
    if (beaconIntervalTu !== this.#intervalTu || !(Math.abs(startedAt - this.#startedAt) < SAME_CLOCK_SECONDS)) {
      this.#begin(beaconIntervalTu);
      this.#firstStartedAt = startedAt;
      this.#firstAt = atSeconds;
    }
    this.#startedAt = startedAt;
    this.#tsfLow = tsfLow;
    const interval = beaconIntervalTu * TU_MICROSECONDS;
    const share = (tsfMicroseconds(frame) % interval) / interval;
    const phase = 2 * Math.PI * share;
    const cosine = Math.cos(phase);
    const sine = Math.sin(phase);
    if (this.beacons >= HALVED_BEACONS) this.#halve();
    this.beacons++;
    this.at = atSeconds;
    // Most are due at nothing: that is the middle of a part, and not where two meet.
    this.#parts[Math.floor(share * PARTS + 0.5) % PARTS]!++;
    this.#cosines += cosine;
    this.#sines += sine;
    this.#doubledCosines += cosine * cosine - sine * sine;
    this.#doubledSines += 2 * cosine * sine;
    this.isKept = this.beacons >= BEAT_BEACONS && this.regularity >= BEAT_KEPT && this.#runsOn(atSeconds);
  }

  /** The number that all of the latest beacons had; -1 where they were not numbered. */
  get number(): number {
    return this.#number;
  }

  /** Whether its clock is, within what a crystal drifts by, still where it was at first: a program may count one up by an interval for each beacon. */
  #runsOn(atSeconds: number): boolean {
    const drift = Math.abs(this.#startedAt - this.#firstStartedAt);
    return drift < SAME_CLOCK_SECONDS + DRIFT * (atSeconds - this.#firstAt);
  }

  #leap(startedAt: number, atSeconds: number): void {
    this.isStrayNews = false;
    for (let line = 0; line < LINES; line++)
      if (Math.abs(startedAt - this.#lines[line]!) < SAME_CLOCK_SECONDS) {
        this.leaps = 0;
        // One clock that runs wrong is on its newest line only: somebody else's is heard beside one that goes on.
        if (line !== this.#line) this.strays = 0;
        return;
      }
    this.leaps++;
    if (atSeconds - startedAt >= BEGUN_SECONDS && !Number.isNaN(this.#lines[this.#line]!)) {
      this.strays++;
      this.isStrayNews = this.strays % STRAYED === 0;
    }
    this.#line = (this.#line + 1) % LINES;
    this.#lines[this.#line] = startedAt;
  }

  #begin(intervalTu: number): void {
    this.#intervalTu = intervalTu;
    this.beacons = this.#cosines = this.#sines = this.#doubledCosines = this.#doubledSines = 0;
    this.#parts.fill(0);
  }

  #halve(): void {
    this.beacons /= 2;
    this.#cosines /= 2;
    this.#sines /= 2;
    this.#doubledCosines /= 2;
    this.#doubledSines /= 2;
    for (let part = 0; part < PARTS; part++) this.#parts[part]! /= 2;
  }
}
