/** Rates kept apart. An access point's own frames have two or three. */
const RATES = 6;
/** Weight of a new level in the running mean: about the last twenty frames. */
const SHARE = 0.05;
/** Frames before a mean is held against anything. */
const KNOWN_FRAMES = 10;
/** Some radios read frames of 1 Mb/s so much too strong: frames of other rates are held against each other only beyond it. */
const UNLIKE_DB = 20;

/** What is kept of a rate, in this order: the rate, mean and variance of its levels, and how many frames there were. */
const [RATE, LEVEL, VARIANCE, FRAMES, FIGURES] = [0, 1, 2, 3, 4];

/** What stands for the rate where the radio does not say it: beacons and probe responses, and the others. */
const ADVERTISED = -1;
const OTHERS = -2;

/**
 * Levels of one transmitter, kept apart by data rate, because radios do not read all rates alike. Where the rate is not known,
 * advertisements are kept apart from the other frames: they are seldom sent at one rate.
 */
export class LevelsByRate {
  /** One rate's figures behind the other's, in one array of numbers: among thousands of access points each object is a wait for memory. */
  #figures: number[] = [];

  /** Rates that are kept, at most six. */
  get size(): number {
    return this.#figures.length / FIGURES;
  }

  hear(rateKbps: number, levelDbm: number, isAdvertisement: boolean): void {
    if (Number.isNaN(levelDbm)) return;
    const place = this.#placeOf(rateKbps >= 0 ? rateKbps : isAdvertisement ? ADVERTISED : OTHERS);
    const figures = this.#figures;
    const isFirst = figures[place + FRAMES]!++ === 0;
    const mean = isFirst ? levelDbm : figures[place + LEVEL]!;
    const difference = levelDbm - mean;
    figures[place + LEVEL] = mean + SHARE * difference;
    const variance = figures[place + VARIANCE]!;
    figures[place + VARIANCE] = variance + SHARE * (difference * difference - variance);
  }

  /**
   * By how many decibels a level is above what its like have, in `scatterDb` of that when it is more than `foreignDb`; NaN where nothing
   * is known to hold it against. Zero when it may be the same transmitter's.
   */
  foreignness(rateKbps: number, levelDbm: number, foreignDb: number, deviations: number): number {
    let nearest = Number.NaN;
    let limit = foreignDb;
    let hasLike = false;
    const figures = this.#figures;
    for (let place = 0; place < figures.length; place += FIGURES) {
      if (figures[place + FRAMES]! < KNOWN_FRAMES) continue;
      const rate = figures[place + RATE]!;
      const isLike = rateKbps >= 0 ? rate === rateKbps : rate < 0;
      if (hasLike && !isLike) continue;
      const difference = levelDbm - figures[place + LEVEL]!;
      if (!(isLike && !hasLike) && Math.abs(difference) >= Math.abs(nearest)) continue;
      nearest = difference;
      limit = Math.max(foreignDb, deviations * Math.sqrt(figures[place + VARIANCE]!)) + (isLike ? 0 : UNLIKE_DB);
      hasLike ||= isLike;
    }
    if (Number.isNaN(nearest) || Number.isNaN(levelDbm)) return Number.NaN;
    return Math.abs(nearest) > limit ? nearest : 0;
  }

  /** Where the rate's figures begin; a new one takes the place of the one that was heard least. */
  #placeOf(rate: number): number {
    const figures = this.#figures;
    let least = 0;
    for (let place = 0; place < figures.length; place += FIGURES) {
      if (figures[place + RATE] === rate) return place;
      if (figures[place + FRAMES]! < figures[least + FRAMES]!) least = place;
    }
    if (this.size < RATES) {
      // No longer than it must be: an array that grows by itself takes room for more rates than anybody has.
      this.#figures = [...figures, rate, Number.NaN, 0, 0];
      return figures.length;
    }
    figures[least + RATE] = rate;
    figures[least + LEVEL] = Number.NaN;
    figures[least + VARIANCE] = 0;
    figures[least + FRAMES] = 0;
    return least;
  }
}
