import type { Frame } from "../dot11/frame.ts";
import { nameOf } from "../venue/network-name.ts";
import type { AccessPoint } from "./access-points.ts";
import { clockStartedAt } from "./clock-line.ts";
import { RankedRecords } from "./ranked-records.ts";
import { CLOCK_FIGURES, SharedClock } from "./shared-clock.ts";

/** Addresses followed at once. What keeps to its clock longest stays. */
const ADDRESSES = 2_048;
/** Frames on its line for which an address is worth more than for fewer. */
const RANKS = 64;
/** Advertisements before an address is followed: nearly all that a flood invents is heard once. */
const SHOWN = 2;
/** Frames in a row on one line before an address has a clock at all, and off it before it has another. */
const STEADY_FRAMES = 2;
const OFF_FRAMES = 3;
/** Two time stamps of one clock lie so close to one line: what a program and a capture delay. Clocks that were started by hand are seconds apart. */
const LINE_SECONDS = 0.02;
const BUCKET_SECONDS = 2 * LINE_SECONDS;
/** Of who was heard longer ago, nobody knows whether its clock still runs; after so long it is forgotten. */
const FRESH_SECONDS = 30;
const SILENT_SECONDS = 120;
const EXPIRE_SECONDS = 10;

/** Numbers of one record among those of all, and behind them those of the clock that it was the first to keep: nearly every one is kept by one. */
const ADDRESS = 0;
const AT = 1;
const STARTED_AT = 2;
const STEADY = 3;
const OFF = 4;
const CLOCK = 5;
const RECORD = CLOCK + CLOCK_FIGURES;

/** One address and the line of its time stamps. Where they stand, V8 makes no object of each of its numbers. */
class Follower {
  readonly #figures: Float64Array;
  readonly #place: number;
  clock: SharedClock | undefined = undefined;

  constructor(place: number, figures: Float64Array) {
    this.#figures = figures;
    this.#place = place * RECORD;
  }

  get address(): number {
    return this.#figures[this.#place + ADDRESS]!;
  }

  /** When it was heard last. */
  get at(): number {
    return this.#figures[this.#place + AT]!;
  }

  /** When its clock started, by its latest time stamp. */
  get startedAt(): number {
    return this.#figures[this.#place + STARTED_AT]!;
  }

  /** Frames in a row on its line. */
  get steady(): number {
    return this.#figures[this.#place + STEADY]!;
  }

  /** The record is an address's that was not followed until now. */
  begin(address: number, startedAt: number): void {
    // It may be one that had to make room: its address keeps no clock any more.
    this.leave();
    this.#figures[this.#place + ADDRESS] = address;
    this.#beginLine(startedAt);
  }

  /** Takes a time stamp; whether it is on the line of those before. Some in a row beside it begin another. */
  take(startedAt: number, atSeconds: number): boolean {
    const figures = this.#figures;
    const place = this.#place;
    figures[place + AT] = atSeconds;
    const line = this.clock === undefined ? figures[place + STARTED_AT]! : this.clock.startedAt;
    if (Math.abs(startedAt - line) > LINE_SECONDS) {
      if (++figures[place + OFF]! >= OFF_FRAMES) {
        this.leave();
        this.#beginLine(startedAt);
      }
      return false;
    }
    figures[place + STARTED_AT] = startedAt;
    figures[place + STEADY]!++;
    figures[place + OFF] = 0;
    return true;
  }

  /** It is the first who is known to keep a clock: the record is lent to that. */
  beginClock(known: AccessPoint, seed: number): SharedClock {
    return new SharedClock(this.address, this.startedAt, known, seed, this.#figures, this.#place + CLOCK);
  }

  /** It keeps no clock any more. */
  leave(): void {
    this.clock?.leave(this.address);
    this.clock = undefined;
  }

  #beginLine(startedAt: number): void {
    const figures = this.#figures;
    figures[this.#place + STARTED_AT] = startedAt;
    figures[this.#place + STEADY] = 0;
    figures[this.#place + OFF] = 0;
  }
}

/**
 * Which addresses share a radio's clock. A radio has one (TSF, 11.1.3), so the time stamps of all that it advertises lie on one line;
 * two radios were started at the same fiftieth of a second by chance only. It needs time stamps of the capture that are not lies, so
 * the caller hands frames over only while time is known.
 */
export class RadioClocks {
  readonly #followers: RankedRecords<Follower>;
  /** By when they started, in steps of {@link BUCKET_SECONDS}. */
  readonly #byStart = new Map<number, SharedClock>();
  readonly #seed: number;
  #expiredAt = -Infinity;

  constructor(seed = 0) {
    this.#seed = seed;
    const room = new Float64Array(ADDRESSES * RECORD);
    let made = 0;
    const make = (): Follower => new Follower(made++, room);
    this.#followers = new RankedRecords({ capacity: ADDRESSES, ranks: RANKS, make, seed });
  }

  get forgotten(): number {
    return this.#followers.forgotten;
  }

  /** Followed addresses, and clocks that they keep. */
  get size(): { addresses: number; clocks: number } {
    return { addresses: this.#followers.size, clocks: this.#byStart.size };
  }

  /** The clock that an address is known to keep. */
  clockOf(address: number): SharedClock | undefined {
    return this.#followers.get(address)?.clock;
  }

  /** Takes a beacon or probe response of an access point. */
  hear(frame: Frame, known: AccessPoint, atSeconds: number): void {
    if (!frame.hasTsf || known.advertisements < SHOWN) return;
    const startedAt = clockStartedAt(frame, atSeconds);
    const it = this.#followers.heard(frame.bssid) ?? this.#meet(frame.bssid, startedAt);
    if (!it.take(startedAt, atSeconds)) return;
    // What keeps to its line longer is worth more, up to some minutes.
    if (it.steady < RANKS) this.#followers.renew(frame.bssid, it.steady);
    if (it.clock === undefined && it.steady >= STEADY_FRAMES) this.#link(it, known, atSeconds);
    if (it.clock === undefined) return;
    this.#follow(it.clock, startedAt, atSeconds);
    it.clock.hear(frame, nameOf(frame), atSeconds);
    if (known.channelMhz > 0) it.clock.channelMhz = known.channelMhz;
  }

  /** Lets go what fell silent. */
  turn(atSeconds: number): void {
    if (Math.abs(atSeconds - this.#expiredAt) < EXPIRE_SECONDS) return;
    this.#expiredAt = atSeconds;
    this.#followers.expire((it) => {
      const isSilent = Math.abs(atSeconds - it.at) > SILENT_SECONDS;
      if (isSilent) it.leave();
      return isSilent;
    });
    for (const [bucket, clock] of this.#byStart) if (clock.size === 0) this.#byStart.delete(bucket);
  }

  #meet(address: number, startedAt: number): Follower {
    const it = this.#followers.meet(address);
    it.begin(address, startedAt);
    return it;
  }

  #link(it: Follower, known: AccessPoint, atSeconds: number): void {
    const bucket = bucketOf(it.startedAt);
    for (const near of [bucket, bucket - 1, bucket + 1]) {
      const clock = this.#byStart.get(near);
      if (clock === undefined || Math.abs(clock.startedAt - it.startedAt) > LINE_SECONDS) continue;
      if (clock.channelMhz !== known.channelMhz || Math.abs(atSeconds - clock.at) > FRESH_SECONDS) continue;
      it.clock = clock;
      break;
    }
    it.clock ??= it.beginClock(known, this.#seed);
    it.clock.join(it.address, known);
  }

  /** A crystal drifts by some millionths: the line follows, and the clock stands where it is looked for. */
  #follow(clock: SharedClock, startedAt: number, atSeconds: number): void {
    clock.startedAt += 0.1 * (startedAt - clock.startedAt);
    clock.at = atSeconds;
    const bucket = bucketOf(clock.startedAt);
    if (bucket === clock.bucket) return;
    if (this.#byStart.get(clock.bucket) === clock) this.#byStart.delete(clock.bucket);
    clock.bucket = bucket;
    this.#byStart.set(bucket, clock);
  }
}

function bucketOf(startedAt: number): number {
  return Math.floor(startedAt / BUCKET_SECONDS);
}
