/**
 * Of each round, as long as the dwell for each channel, this share is dealt out evenly, whatever is heard: the guard that no channel starves.
 * The other half goes where something is sent.
 */
const GUARDED_SHARE = 0.5;
/** The most that activity adds to one visit, in dwells: even where all else is silent, nobody is away from the others for long. */
const MOST_EXTRA_DWELLS = 4;
/** Frames a second from which on a channel counts as no busier: a flood draws no more time than a crowded hall does. */
const BUSY_FRAMES_A_SECOND = 255;
/** How much of what a channel was like stays from one round to the next. */
const MEMORY = 0.5;

/** A stay with a suspect: twenty beacons, and two seconds of his clock and counter without a gap. */
const STAY_SECONDS = 2;
/** The share of all time that stays may take, and how much of it may be saved up: two stays. */
const STAY_SHARE = 0.25;
const SAVED_STAY_SECONDS = 2 * STAY_SECONDS;
/** Stays with one suspect; what they did not show, a further one does not. After so long he may be another. */
const STAYS_EACH = 5;
const STAYS_FORGOTTEN_SECONDS = 3_600;
/** Suspects whose stays are counted, and those that wait. Who makes up more than that makes up the rest in vain. */
const SUSPECTS = 256;
const WAITING = 32;

/** Where the radio goes now, and for how long. */
export interface Dwell {
  channelMhz: number;
  seconds: number;
}

interface Visited {
  readonly channelMhz: number;
  /** Frames since the last round began. */
  frames: number;
  /** Frames a second of listening, smoothed. */
  rate: number;
  /** Seconds that it was given in the last round, and gets in this one. */
  seconds: number;
}

interface Suspect {
  stays: number;
  firstAt: number;
}

/**
 * Deals out a radio's time among its channels. Nothing that is sent is trusted: it moves what is left over and never what is guarded. In every round each channel
 * gets half of an even share at least, a round lasts no longer than the dwells together and one stay, and all stays together take a
 * quarter of the time at most. So of any time that is long against a round, each of N channels has 3/8 N at least.
 */
export class HopPlanner {
  readonly #channels: readonly Visited[];
  readonly #byMhz = new Map<number, Visited>();
  readonly #dwellSeconds: number;
  #position = 0;
  /** A visit of this round was lengthened for a suspect. */
  #hasStayed = false;
  #saved = SAVED_STAY_SECONDS;
  #savedAt: number | undefined;
  readonly #suspects = new Map<string, Suspect>();
  /** Who waits for a stay, and on which channel. */
  readonly #waiting = new Map<string, number>();

  /** `channelsMhz` in the order in which they are walked; `dwellSeconds` is what each gets where all are alike. */
  constructor(channelsMhz: readonly number[], dwellSeconds: number) {
    this.#dwellSeconds = dwellSeconds;
    this.#channels = channelsMhz.map((channelMhz) => ({ channelMhz, frames: 0, rate: 0, seconds: dwellSeconds }));
    for (const channel of this.#channels) this.#byMhz.set(channel.channelMhz, channel);
  }

  get size(): number {
    return this.#channels.length;
  }

  /** A frame was heard on a channel, of the plan or not. */
  heard(channelMhz: number): void {
    const channel = this.#byMhz.get(channelMhz);
    if (channel !== undefined) channel.frames++;
  }

  /** More of a suspect would strengthen what is held against him: the radio may stay with him at its next visit. */
  stay(suspect: string, channelMhz: number, nowSeconds: number): void {
    if (!this.#byMhz.has(channelMhz) || this.size < 2) return;
    const known = this.#known(suspect, nowSeconds);
    if (known !== undefined && known.stays >= STAYS_EACH) return;
    if (this.#waiting.has(suspect) || this.#waiting.size < WAITING) this.#waiting.set(suspect, channelMhz);
  }

  /** The next visit. Throws where the plan has no channel. */
  next(nowSeconds: number): Dwell {
    if (this.#position === 0) this.#beginRound();
    const channel = this.#channels[this.#position];
    if (channel === undefined) throw new RangeError("a plan without channels has no next one");
    this.#position = (this.#position + 1) % this.size;
    const { channelMhz, seconds } = channel;
    return { channelMhz, seconds: seconds + this.#stayOn(channelMhz, nowSeconds) };
  }

  #beginRound(): void {
    this.#hasStayed = false;
    let all = 0;
    for (const channel of this.#channels) {
      channel.rate = MEMORY * channel.rate + ((1 - MEMORY) * channel.frames) / channel.seconds;
      channel.frames = 0;
      all += weightOf(channel);
    }
    const free = (1 - GUARDED_SHARE) * this.size * this.#dwellSeconds;
    for (const channel of this.#channels)
      channel.seconds =
        GUARDED_SHARE * this.#dwellSeconds +
        Math.min(MOST_EXTRA_DWELLS * this.#dwellSeconds, (free * weightOf(channel)) / all);
  }

  /** Seconds by which this visit is lengthened. Who had fewest stays comes first, then who has waited longest. */
  #stayOn(channelMhz: number, nowSeconds: number): number {
    this.#saved = Math.min(
      SAVED_STAY_SECONDS,
      this.#saved + STAY_SHARE * Math.max(0, nowSeconds - (this.#savedAt ?? nowSeconds)),
    );
    this.#savedAt = nowSeconds;
    if (this.#hasStayed || this.#saved < STAY_SECONDS) return 0;
    let chosen: string | undefined;
    let fewest = Infinity;
    for (const [suspect, mhz] of this.#waiting) {
      const stays = this.#suspects.get(suspect)?.stays ?? 0;
      if (mhz !== channelMhz || stays >= fewest) continue;
      chosen = suspect;
      fewest = stays;
    }
    if (chosen === undefined) return 0;
    this.#waiting.delete(chosen);
    this.#count(chosen, nowSeconds);
    this.#hasStayed = true;
    this.#saved -= STAY_SECONDS;
    return STAY_SECONDS;
  }

  #count(suspect: string, nowSeconds: number): void {
    const known = this.#known(suspect, nowSeconds);
    if (known !== undefined) {
      known.stays++;
      return;
    }
    // Who was met first goes: that he may be stayed with anew costs no more than the share of all stays.
    const [oldest] = this.#suspects.keys();
    if (this.#suspects.size >= SUSPECTS && oldest !== undefined) this.#suspects.delete(oldest);
    this.#suspects.set(suspect, { stays: 1, firstAt: nowSeconds });
  }

  #known(suspect: string, nowSeconds: number): Suspect | undefined {
    const known = this.#suspects.get(suspect);
    if (known === undefined || nowSeconds - known.firstAt < STAYS_FORGOTTEN_SECONDS) return known;
    this.#suspects.delete(suspect);
    return undefined;
  }
}

/** One for being there, and one for each doubling of what is heard. */
const weightOf = ({ rate }: Visited): number => 1 + Math.log2(1 + Math.min(BUSY_FRAMES_A_SECOND, rate));
