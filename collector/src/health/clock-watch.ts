/** A clock that is corrected little by little, as NTP does it, stays below. */
const JUMP_MS = 30_000;
/** How long a jump is told. Then what the clock says holds. */
const TOLD_MS = 24 * 3_600_000;
/** A collector that was off for longer than this is told apart from one whose clock jumped only by a person. */
const LONG_OFF_MS = 31 * 24 * 3_600_000;

/**
 * Whether the collector's clock can be believed: it is held against one that nobody sets, and at the start against the last instant that
 * was written down. While it cannot, nothing may be deleted for its age: a clock that is a year ahead would take the whole record with it.
 */
export class ClockWatch {
  readonly #wall: () => number;
  readonly #steady: () => number;
  /** Wall clock minus steady clock, as it was before any jump that is told. */
  #before: number;
  #offset: number;
  #jumpedAt: number | undefined;

  /** `lastSeen`: the latest instant that an earlier run wrote down, in epoch milliseconds. */
  constructor(wall: () => number, steady: () => number, lastSeen?: number) {
    this.#wall = wall;
    this.#steady = steady;
    this.#offset = wall() - steady();
    this.#before = this.#offset;
    const away = lastSeen === undefined ? 0 : wall() - lastSeen;
    if (away >= -JUMP_MS && away <= LONG_OFF_MS) return;
    this.#before = this.#offset - away;
    this.#jumpedAt = steady();
  }

  /** Seconds that the clock jumped, ahead or back, while that is told; undefined when it is in order. */
  look(): number | undefined {
    const offset = this.#wall() - this.#steady();
    if (Math.abs(offset - this.#offset) > JUMP_MS) {
      if (this.#jumpedAt === undefined) this.#before = this.#offset;
      this.#jumpedAt = this.#steady();
    }
    this.#offset = offset;
    if (this.#jumpedAt === undefined) return undefined;
    const jump = offset - this.#before;
    if (Math.abs(jump) <= JUMP_MS || this.#steady() - this.#jumpedAt > TOLD_MS) {
      this.#jumpedAt = undefined;
      return undefined;
    }
    return Math.round(jump / 1000);
  }
}
