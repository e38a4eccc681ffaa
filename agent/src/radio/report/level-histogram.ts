/** Levels from -127 to 0 dBm in steps of one decibel: finer than any radio reports truthfully. */
const BINS = 128;

/** Levels of one minute: bounded whatever the number of frames. */
export class LevelHistogram {
  readonly #bins = new Uint32Array(BINS);
  #frames = 0;

  get frames(): number {
    return this.#frames;
  }

  add(levelDbm: number): void {
    const bin = Math.min(BINS - 1, Math.max(0, Math.round(-levelDbm)));
    this.#bins[bin] = (this.#bins[bin] ?? 0) + 1;
    this.#frames++;
  }

  /** The level in dBm that `share` of the frames do not exceed (nearest rank). */
  percentile(share: number): number {
    let rank = Math.max(1, Math.ceil(share * this.#frames));
    for (let bin = BINS - 1; bin >= 0; bin--) {
      rank -= this.#bins[bin] ?? 0;
      if (rank <= 0) return -bin || 0;
    }
    return Number.NaN;
  }
}
