import { bitsApart } from "../dot11/address.ts";
import { hasFittingElements } from "../dot11/element-form.ts";
import type { Frame } from "../dot11/frame.ts";
import { contradictsItself } from "../dot11/header-form.ts";
import { clockStartedAt, tsfSeconds } from "./clock-line.ts";

/** Counts are halved this often, so that they are those of about the last minute. */
const HALF_SECONDS = 30;
/** Frames that contradict themselves beyond which they are looked at as a kind, and their share of all. */
const MANY = 24;
const SHARE = 0.2;

/** A clock (TSF) younger than this is that of nobody who was there before, whose frame this could be, damaged; but for one that has just started anew. */
const YOUNG_SECONDS = 5;
const SAME_CLOCK_SECONDS = 0.5;
/** Starts remembered, the latest: after a power cut many start at once. */
const STARTS = 16;

/** Bits in which two addresses that were one differ after damage, at most; addresses that were made up differ in about 24 of 48. */
const WRONG_BITS = 8;

/**
 * Tells damage from a sender that writes odd frames, where nothing speaks for a frame being whole. Of 16,700 beacons and answers in a busy
 * building 6 % were damaged, and 1.7 % had a header that contradicts itself: where it is a fifth, they were sent so, and must be judged.
 */
export class DamageShare {
  #whole = 0;
  #odd = 0;
  #since = Number.NaN;
  /** When clocks of access points that are around began anew. */
  readonly #starts = new Float64Array(STARTS).fill(Number.NaN);
  #next = 0;

  /** Takes one beacon or probe response, and says whether it is to be judged. `isWellKnown`: an access point of this address is around. */
  isJudged(frame: Frame, isWellKnown: (address: number) => boolean, atSeconds: number): boolean {
    this.#age(atSeconds);
    if (!contradictsItself(frame)) {
      this.#whole++;
      if (isYoung(frame) && isWellKnown(frame.bssid)) this.#start(clockStartedAt(frame, atSeconds));
      return true;
    }
    if (frame.elementsStart >= frame.end || !hasFittingElements(frame)) return false;
    // One of its two addresses is as it was sent; or else both still show that they were one.
    const { transmitter, bssid } = frame;
    if (isWellKnown(transmitter) || isWellKnown(bssid)) return false;
    if (isYoung(frame) && !this.#hasStarted(clockStartedAt(frame, atSeconds))) return true;
    if (transmitter !== bssid && bitsApart(transmitter, bssid) <= WRONG_BITS) return false;
    this.#odd++;
    return this.#odd >= MANY && this.#odd >= SHARE * (this.#whole + this.#odd);
  }

  #hasStarted(startedAt: number): boolean {
    return this.#starts.some((it) => Math.abs(startedAt - it) < SAME_CLOCK_SECONDS);
  }

  #start(startedAt: number): void {
    if (this.#hasStarted(startedAt)) return;
    this.#starts[this.#next] = startedAt;
    this.#next = (this.#next + 1) % STARTS;
  }

  #age(atSeconds: number): void {
    if (Math.abs(atSeconds - this.#since) <= HALF_SECONDS) return;
    if (!Number.isNaN(this.#since)) {
      this.#whole /= 2;
      this.#odd /= 2;
    }
    this.#since = atSeconds;
  }
}

const isYoung = (frame: Frame): boolean => frame.hasTsf && frame.tsfHigh === 0 && tsfSeconds(frame) < YOUNG_SECONDS;
