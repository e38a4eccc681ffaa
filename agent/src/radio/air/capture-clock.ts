import type { Frame } from "../dot11/frame.ts";
import { NetworkTime } from "./network-time.ts";
import { RadioTime } from "./radio-time.ts";

/** A step back of less than this is disorder of the capture: several interfaces, late stamps. */
const DISORDER_SECONDS = 1;
/** A frame that is later than the one before by more than this tells of a gap; by more than a day, of another clock. */
const GAP_SECONDS = 60;
const LONGEST_GAP_SECONDS = 86_400;
/** A clock that runs ahead of the stamps by less, or behind, is brought to them slowly: this share of the time that passes. */
const SLEW = 0.1;
/** 2100: nothing was captured after it; the stamp counts in another unit than the file says, or was never set. */
const LAST_STAMP_SECONDS = 4_102_444_800;
/** Frames without progress of the stamps before somebody else is asked, and after which stamps that ran back begin anew. */
const STILL_FRAMES = 8;
const BEHIND_FRAMES = 64;
/** Frames without progress after which not even whole seconds are counted any more: no channel carries so many in one. */
const STOPPED_FRAMES = 4_096;
/** A frame whose time nobody knows is as far from the one before as on a channel with middling traffic. */
const NOMINAL_SECONDS = 0.005;
/** Adapters whose counters are followed. */
const ADAPTERS = 8;
/** Frames in a row that progress before a clock that jumped is followed; doubled at each further jump, up to the second figure. */
const STEADY_FRAMES = 16;
const STEADY_DOUBLINGS = 16;
/** How fast the share of frames of unknown time is forgotten: sixteen frames. */
const DOUBT_SHARE = 1 / 16;

/**
 * The time of a capture, of which everybody counts: it never runs back by a little, neither stops nor races because a time stamp lies, and
 * says when it is not known. Stamps that advance as time does are taken as they are. Where they stand still, run back or jump, the
 * radio's own clock tells what has passed between two frames; where there is none, the clocks of the access points; else the order of
 * the frames, and then rates mean nothing. When the stamps have behaved for a while after a jump, as on a host whose clock was set, the
 * clock follows them.
 */
export class CaptureClock {
  atSeconds = Number.NaN;
  /** Capture time of the first frame or tick and of the latest; what lies between them has passed. */
  firstAtSeconds = Number.NaN;
  lastAtSeconds = Number.NaN;
  /** Seconds of listening since the start, deaf hours left out. */
  listenedSeconds = 0;
  /** Of each adapter, by its number modulo their number. */
  readonly #radios = Array.from({ length: ADAPTERS }, () => new RadioTime());
  #adapter = 0;
  readonly #networks = new NetworkTime();
  #turnedAt = Number.NaN;
  /** The latest stamp of those that advance; what has to be added to it; and what has passed since by other clocks. */
  #stamp = Number.NaN;
  /** The latest stamp was the host's, and the latest of a frame. */
  #isHosts = false;
  #frameStamp = Number.NaN;
  #offset = 0;
  #lead = 0;
  #still = 0;
  /** What the radio's clock said has passed while the stamps stood still for a few frames, as they do in a batch. */
  #unheeded = 0;
  #steady = 0;
  #jumps = 0;
  #hasAdvanced = false;
  #doubt = 0;
  #networkStep: number | undefined;
  #timeIsKnown = true;
  /** Seconds until the next frame or tick that were not listened to; and those that ticks have counted since the latest frame. */
  #missed = 0;
  #ticked = 0;

  /** Whether seconds between frames are seconds: false while only the order of the frames is known. */
  get timeIsKnown(): boolean {
    return this.#doubt < 0.5;
  }

  /** Takes the time of a frame; true when a second has passed since it last said so. */
  advance(stampSeconds: number, frame: Frame, adapter = 0): boolean {
    const radioStep = this.#radioStep(frame.tsftMicroseconds, adapter);
    this.#networks.hear(frame);
    // Stamps that have lied may do so at any frame: what the others say is followed from one to the next.
    this.#networkStep = this.#jumps > 0 && Number.isNaN(radioStep) ? this.#networks.step() : undefined;
    this.#timeIsKnown = true;
    this.#hear(stampSeconds, radioStep, false);
    this.#doubt += ((this.#timeIsKnown ? 0 : 1) - this.#doubt) * DOUBT_SHARE;
    return this.#turn();
  }

  /** Takes the time of the host while nothing may be heard; true as above. */
  tick(hostSeconds: number): boolean {
    this.#networkStep = undefined;
    this.#hear(hostSeconds, Number.NaN, true);
    return this.#turn();
  }

  /** Of the time that passes until the next frame or tick, so many seconds are not listened to, however long it takes. */
  notListened(seconds: number): void {
    this.#missed += seconds;
  }

  /** Between frames of two adapters nobody's counter has counted: each has its own. */
  #radioStep(tsftMicroseconds: number, adapter: number): number {
    const step = this.#radios[adapter % ADAPTERS]!.step(tsftMicroseconds);
    const isSame = adapter === this.#adapter;
    this.#adapter = adapter;
    return isSame ? step : Number.NaN;
  }

  #hear(stamp: number, radioStep: number, isTick: boolean): void {
    if (!(stamp < LAST_STAMP_SECONDS)) {
      if (Number.isNaN(this.atSeconds)) return this.#set(0, Number.NaN);
      return this.#wait(this.#otherwise(radioStep));
    }
    // The first stamp that can be one.
    if (Number.isNaN(this.#stamp)) return this.#set(stamp, stamp);
    const step = stamp - this.#stamp;
    if (step > 0 && (step <= GAP_SECONDS || this.#isGap(step, radioStep))) return this.#progress(stamp, step, isTick);
    if (isTick && step > -GAP_SECONDS) return undefined;
    // The host's clock went on while frames were on their way: they are late, not set back.
    if (!isTick && step <= 0 && this.#isHosts && !(stamp < this.#frameStamp)) {
      this.#frameStamp = stamp;
      return undefined;
    }
    if (step <= -DISORDER_SECONDS || step > 0) return this.#jump(stamp, radioStep);
    this.#still++;
    if (step < 0 && this.#still > BEHIND_FRAMES) return this.#jump(stamp, radioStep);
    if (this.#still > STILL_FRAMES) this.#wait(this.#otherwise(radioStep));
    else if (!Number.isNaN(radioStep)) this.#unheeded += radioStep;
  }

  /** Nothing was heard for long, as at night: told from a jump by the radio's clock, or believed while the stamps have never lied. */
  #isGap(step: number, radioStep: number): boolean {
    if (!Number.isNaN(radioStep)) return Math.abs(step - radioStep) < DISORDER_SECONDS;
    return this.#jumps === 0 && step <= LONGEST_GAP_SECONDS;
  }

  #progress(stamp: number, step: number, isTick: boolean): void {
    const before = this.atSeconds;
    this.#isHosts = isTick;
    if (!isTick) this.#frameStamp = stamp;
    this.#stamp = stamp;
    this.#hasAdvanced = true;
    this.#still = 0;
    this.#unheeded = 0;
    this.#steady++;
    this.#lead = Math.max(0, this.#lead - step);
    if (this.#offset !== 0) {
      if (this.#steady < STEADY_FRAMES * 2 ** Math.min(this.#jumps, STEADY_DOUBLINGS)) {
        // Not yet: it may jump again.
      } else if (Math.abs(this.#offset) > GAP_SECONDS) {
        this.#set(stamp, stamp);
        return;
      } else this.#offset -= Math.sign(this.#offset) * Math.min(Math.abs(this.#offset), SLEW * step);
    }
    this.atSeconds = Math.max(before, stamp + this.#offset + this.#lead);
    this.#listen(this.atSeconds - before, isTick);
  }

  /** The stamp is on another scale than those before: time goes on by what others say, and from here by the new stamps. */
  #jump(stamp: number, radioStep: number): void {
    this.#jumps++;
    this.#steady = 0;
    this.#still = 0;
    this.#wait(this.#otherwise(radioStep));
    this.#stamp = stamp;
    this.#isHosts = false;
    this.#lead = 0;
    this.#offset = this.atSeconds - stamp;
  }

  /** Seconds since the frame before that the stamps do not tell. */
  #otherwise(radioStep: number): number {
    if (!Number.isNaN(radioStep)) return radioStep;
    const networkStep = this.#networkStep ?? this.#networks.step();
    if (!Number.isNaN(networkStep)) return networkStep;
    // Whole seconds do come: until then no more than one can have passed.
    if (this.#hasAdvanced && this.#still < STOPPED_FRAMES && this.#lead >= 1) return 0;
    this.#timeIsKnown = false;
    return NOMINAL_SECONDS;
  }

  #wait(seconds: number): void {
    const passed = seconds + this.#unheeded;
    this.#unheeded = 0;
    this.#lead += passed;
    this.atSeconds += passed;
    this.#listen(passed);
  }

  /** From here on this is the time. */
  #set(atSeconds: number, stamp: number): void {
    // What has passed since the first frame is not longer or shorter because of it.
    if (!Number.isNaN(this.firstAtSeconds)) this.firstAtSeconds += atSeconds - this.atSeconds;
    this.atSeconds = atSeconds;
    this.#missed = 0;
    this.#stamp = stamp;
    this.#offset = 0;
    this.#lead = 0;
    this.#still = 0;
    this.#unheeded = 0;
  }

  #listen(seconds: number, isTick = false): void {
    // Less than nothing where ticks had counted before it was known that nothing was heard: at most that is taken off again.
    const counted = Math.max(Math.min(seconds - this.#missed, GAP_SECONDS), -this.#ticked);
    this.listenedSeconds += counted;
    this.#ticked = isTick ? this.#ticked + counted : 0;
    this.#missed = 0;
  }

  #turn(): boolean {
    if (Number.isNaN(this.firstAtSeconds)) this.firstAtSeconds = this.atSeconds;
    this.lastAtSeconds = this.atSeconds;
    if (Math.abs(this.atSeconds - this.#turnedAt) < 1) return false;
    this.#turnedAt = this.atSeconds;
    return true;
  }
}
