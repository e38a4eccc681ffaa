/** Rates kept apart. An access point's own frames have two or three. */
const RATES = 6;
/** Weight of a new level in the running mean: about the last twenty frames. */
const SHARE = 0.05;
/** Frames before a mean is held against anything. */
const KNOWN_FRAMES = 10;
/** Some radios read frames of 1 Mb/s so much too strong: frames of other rates are held against each other only beyond it. */
const UNLIKE_DB = 20;

interface LevelOfRate {
  rate: number;
  levelDbm: number;
  variance: number;
  frames: number;
}

/** What stands for the rate where the radio does not say it: beacons and probe responses, and the others. */
const ADVERTISED = -1;
const OTHERS = -2;

/**
 * Levels of one transmitter, kept apart by data rate, because radios do not read all rates alike. Where the rate is not known,
 * advertisements are kept apart from the other frames: they are seldom sent at one rate.
 */
export class LevelsByRate {
  readonly #levels: LevelOfRate[] = [];

  /** Rates that are kept, at most six. */
  get size(): number {
    return this.#levels.length;
  }

  hear(rateKbps: number, levelDbm: number, isAdvertisement: boolean): void {
    if (Number.isNaN(levelDbm)) return;
    const known = this.#of(rateKbps >= 0 ? rateKbps : isAdvertisement ? ADVERTISED : OTHERS);
    known.frames++;
    if (known.frames === 1) known.levelDbm = levelDbm;
    const difference = levelDbm - known.levelDbm;
    known.levelDbm += SHARE * difference;
    known.variance += SHARE * (difference * difference - known.variance);
  }

  /**
   * By how many decibels a level is above what its like have, in `scatterDb` of that when it is more than `foreignDb`; NaN where nothing
   * is known to hold it against. Zero when it may be the same transmitter's.
   */
  foreignness(rateKbps: number, levelDbm: number, foreignDb: number, deviations: number): number {
    let nearest = Number.NaN;
    let limit = foreignDb;
    let hasLike = false;
    for (const { rate, levelDbm: own, variance, frames } of this.#levels) {
      if (frames < KNOWN_FRAMES) continue;
      const isLike = rateKbps >= 0 ? rate === rateKbps : rate < 0;
      if (hasLike && !isLike) continue;
      const difference = levelDbm - own;
      if (!(isLike && !hasLike) && Math.abs(difference) >= Math.abs(nearest)) continue;
      nearest = difference;
      limit = Math.max(foreignDb, deviations * Math.sqrt(variance)) + (isLike ? 0 : UNLIKE_DB);
      hasLike ||= isLike;
    }
    if (Number.isNaN(nearest) || Number.isNaN(levelDbm)) return Number.NaN;
    return Math.abs(nearest) > limit ? nearest : 0;
  }

  /** The rate's own; a new one takes the place of the one that was heard least. */
  #of(rate: number): LevelOfRate {
    let least: LevelOfRate | undefined;
    for (const it of this.#levels) {
      if (it.rate === rate) return it;
      if (least === undefined || it.frames < least.frames) least = it;
    }
    const fresh = { rate, levelDbm: Number.NaN, variance: 0, frames: 0 };
    if (this.#levels.length < RATES || least === undefined) this.#levels.push(fresh);
    else this.#levels[this.#levels.indexOf(least)] = fresh;
    return fresh;
  }
}
