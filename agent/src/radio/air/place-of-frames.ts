/** Decibels away from what the same address has in like frames, at least and in standard deviations: another place. As for forged good-byes. */
const FOREIGN_DB = 8;
const FOREIGN_DEVIATIONS = 2;
/** Where the radio does not say the rate, frames may be unlike; of one place they are less than this apart. */
const UNKNOWN_RATE_DB = 18;
/** Frames from elsewhere before anything is said, and their share: of one sender's, one in forty is two deviations off on one side. */
const FRAMES = 12;
const SHARE = 0.1;
/** What was long ago counts half. */
const HALVED_FRAMES = 256;
/** How long it is believed. */
const SECONDS = 600;

/** Levels of one address, by rate. */
interface Levels {
  foreignness(rateKbps: number, levelDbm: number, foreignDb: number, deviations: number): number;
}

/**
 * Whether frames of an address that carry neither clock nor counter (RTS, Null) come from where its beacons come from. Somebody with its
 * address who stands in another place is weaker or stronger in all of them; a sender that moves, or people in the way, change both alike.
 */
export class PlaceOfFrames {
  #above = 0;
  #below = 0;
  #compared = 0;
  #elsewhereAt = -Infinity;

  clear(): void {
    this.#above = this.#below = this.#compared = 0;
    this.#elsewhereAt = -Infinity;
  }

  /** Takes a frame's level; `levels` are those that the address has in its beacons and answers. */
  take(rateKbps: number, levelDbm: number, levels: Levels, atSeconds: number): void {
    const leastDb = rateKbps >= 0 ? FOREIGN_DB : UNKNOWN_RATE_DB;
    const foreignDb = levels.foreignness(rateKbps, levelDbm, leastDb, FOREIGN_DEVIATIONS);
    if (Number.isNaN(foreignDb)) return;
    if (this.#compared >= HALVED_FRAMES) {
      this.#above /= 2;
      this.#below /= 2;
      this.#compared /= 2;
    }
    this.#compared++;
    if (foreignDb > 0) this.#above++;
    else if (foreignDb < 0) this.#below++;
    const foreign = Math.max(this.#above, this.#below);
    if (foreign >= FRAMES && foreign >= SHARE * this.#compared) this.#elsewhereAt = atSeconds;
  }

  /** Whether somebody in another place used the address lately. */
  isElsewhere(atSeconds: number): boolean {
    return Math.abs(atSeconds - this.#elsewhereAt) <= SECONDS;
  }
}
