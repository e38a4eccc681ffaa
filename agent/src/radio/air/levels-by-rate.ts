/** Rates kept apart. An access point's own frames have two or three. */
const RATES = 6;
/** Weight of a new level in the running mean: about the last twenty frames. */
const SHARE = 0.05;
/** Frames before a mean is held against anything. */
const KNOWN_FRAMES = 10;
/** Some radios read frames of 1 Mb/s so much too strong: frames of other rates are held against each other only beyond it. */
const UNLIKE_DB = 20;

/** What is kept of a rate, in this order: the rate, mean and variance of its levels, and how many frames there were, from 0 on. */
const RATE = 0;
const LEVEL = 1;
const VARIANCE = 2;
const FRAMES = 3;
/** How many numbers they are. */
export const LEVEL_FIGURES = 4;

const NO_FIGURES = new Float64Array(0);

/** What stands for the rate where the radio does not say it: beacons and probe responses, and the others. */
const ADVERTISED = -1;
const OTHERS = -2;

/**
 * Takes a level where it is the first rate's, as nearly all of an access point's frames are: true when it was, or says nothing. Its figures stand
 * with others of the transmitter, for each object is a wait for memory among thousands of access points.
 */
export function takeFirstRate(
  figures: Float64Array,
  from: number,
  rateKbps: number,
  levelDbm: number,
  isAdvertisement: boolean,
): boolean {
  if (Number.isNaN(levelDbm)) return true;
  const key = keyOf(rateKbps, isAdvertisement);
  if (figures[from + FRAMES] === 0) {
    figures[from + RATE] = key;
    figures[from + LEVEL] = levelDbm;
  } else if (figures[from + RATE] !== key) return false;
  learn(figures, from, levelDbm);
  return true;
}

/**
 * Levels of one transmitter, kept apart by data rate, because radios do not read all rates alike. Where the rate is not known,
 * advertisements are kept apart from the other frames: they are seldom sent at one rate.
 */
export class LevelsByRate {
  /** Those of the first rate, from a number on, and those of the others, one behind the other. */
  readonly #figures: Float64Array;
  readonly #from: number;
  #others = NO_FIGURES;

  /** Where the first rate's figures stand: all zero, or as {@link takeFirstRate} left them. */
  constructor(figures: Float64Array = new Float64Array(LEVEL_FIGURES), from = 0) {
    this.#figures = figures;
    this.#from = from;
  }

  /** Rates that are kept, at most six. */
  get size(): number {
    return (this.#figures[this.#from + FRAMES] === 0 ? 0 : 1) + this.#others.length / LEVEL_FIGURES;
  }

  hear(rateKbps: number, levelDbm: number, isAdvertisement: boolean): void {
    if (takeFirstRate(this.#figures, this.#from, rateKbps, levelDbm, isAdvertisement)) return;
    const place = this.#placeOf(keyOf(rateKbps, isAdvertisement), levelDbm);
    learn(this.#others, place, levelDbm);
  }

  /**
   * By how many decibels a level is above what its like have, in `scatterDb` of that when it is more than `foreignDb`; NaN where nothing
   * is known to hold it against. Zero when it may be the same transmitter's. `isOther`: it is known that the frame is no advertisement, so that
   * where nobody says the rate, advertisements are not its like.
   */
  foreignness(rateKbps: number, levelDbm: number, foreignDb: number, deviations: number, isOther = false): number {
    let nearest = Number.NaN;
    let limit = foreignDb;
    let hasLike = false;
    for (let number = 0; number < this.size; number++) {
      const figures = number === 0 ? this.#figures : this.#others;
      const place = number === 0 ? this.#from : (number - 1) * LEVEL_FIGURES;
      if (figures[place + FRAMES]! < KNOWN_FRAMES) continue;
      const rate = figures[place + RATE]!;
      const isLike = rateKbps >= 0 ? rate === rateKbps : rate === OTHERS || (rate === ADVERTISED && !isOther);
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

  /** Where another rate's figures begin; a new one takes the place of the one that was heard least, but for the first. */
  #placeOf(rate: number, levelDbm: number): number {
    const others = this.#others;
    let least = 0;
    for (let place = 0; place < others.length; place += LEVEL_FIGURES) {
      if (others[place + RATE] === rate) return place;
      if (others[place + FRAMES]! < others[least + FRAMES]!) least = place;
    }
    if (this.size < RATES) {
      // No longer than it must be: an array that grows by itself takes room for more rates than anybody has.
      this.#others = Float64Array.of(...others, rate, levelDbm, 0, 0);
      return others.length;
    }
    others[least + RATE] = rate;
    others[least + LEVEL] = levelDbm;
    others[least + VARIANCE] = 0;
    others[least + FRAMES] = 0;
    return least;
  }
}

/** What a rate is kept under. */
function keyOf(rateKbps: number, isAdvertisement: boolean): number {
  return rateKbps >= 0 ? rateKbps : isAdvertisement ? ADVERTISED : OTHERS;
}

function learn(figures: Float64Array, place: number, levelDbm: number): void {
  figures[place + FRAMES]!++;
  const difference = levelDbm - figures[place + LEVEL]!;
  figures[place + LEVEL]! += SHARE * difference;
  figures[place + VARIANCE]! += SHARE * (difference * difference - figures[place + VARIANCE]!);
}
