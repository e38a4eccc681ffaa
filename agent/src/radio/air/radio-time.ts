/** Steps of one counter: no step back, and none longer than this, a sparse hour at night. */
const LONGEST_STEP_SECONDS = 3_600;
/** Good steps in a row before the counter is believed: two radios in one file jump back and forth. */
const STEPS = 8;
/** Frames at one count after which the field counts as not filled in. */
const STILL = 64;

/** What the radio's own clock (TSFT) says has passed between two frames. It is not sent on the air, so nobody can forge it. */
export class RadioTime {
  #last = -1;
  #steps = 0;
  #still = 0;

  /** Takes the TSFT of a frame (-1 where the header has none); the seconds since the frame before, NaN when it cannot say. */
  step(tsftMicroseconds: number): number {
    const last = this.#last;
    if (tsftMicroseconds <= 0) return Number.NaN;
    this.#last = tsftMicroseconds;
    if (last < 0) return Number.NaN;
    const seconds = (tsftMicroseconds - last) / 1e6;
    if (seconds < 0 || seconds > LONGEST_STEP_SECONDS) {
      this.#steps = 0;
      return Number.NaN;
    }
    this.#still = seconds === 0 ? this.#still + 1 : 0;
    if (this.#steps < STEPS) {
      this.#steps++;
      return Number.NaN;
    }
    return this.#still > STILL ? Number.NaN : seconds;
  }
}
