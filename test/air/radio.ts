import type { Place } from "../../agent/src/radio/capture/path-loss.ts";

/** What a transmitter is made of. */
export interface RadioParts {
  /** Its number in the scene: names its shadows and fades. */
  number: number;
  powerDbm: number;
  channelMhz: number;
  place: Place;
  /** Parts per million that its oscillator runs too fast, and how that changes in an hour. */
  ppm: number;
  ppmPerHour?: number;
  /** True time at which its TSF was zero, in seconds from the beginning of the scene; most were switched on long before. */
  startedAt: number;
  /** Where it goes, in a straight line, and how fast. */
  movesTo?: Place;
  movesFrom?: number;
  metresPerSecond?: number;
}

/** One transmitter: an oscillator, a sequence counter, a place. */
export class Radio {
  readonly parts: RadioParts;
  channelMhz: number;
  /** Mean levels at the scene's sensors, once they were asked for; of what moves there are none. */
  levels: Float64Array | undefined = undefined;
  #sequence: number;

  constructor(parts: RadioParts) {
    this.parts = parts;
    this.channelMhz = parts.channelMhz;
    this.#sequence = (parts.number * 2_654_435_761) % 4096;
  }

  get moves(): boolean {
    return this.parts.movesTo !== undefined;
  }

  /** TSF in microseconds at a true time: the oscillator's error is linear, its drift quadratic. */
  tsf(at: number): number {
    const { startedAt, ppm, ppmPerHour = 0 } = this.parts;
    const age = at - startedAt;
    // The drift is counted from the beginning of the scene: before it the oscillator was at its rate.
    const drift = at > 0 ? ((ppmPerHour / 3600) * at * at) / 2 : 0;
    return Math.floor(age * 1e6 + age * ppm + drift);
  }

  /** The true time at which the TSF reaches this, drift left out: good to a microsecond over the minute to come. */
  timeOf(tsf: number, near: number): number {
    return near + (tsf - this.tsf(near)) / (1e6 + this.parts.ppm);
  }

  nextSequence(): number {
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) & 4095;
    return sequence;
  }

  placeAt(at: number): Place {
    const { place, movesTo, movesFrom = 0, metresPerSecond = 1 } = this.parts;
    if (movesTo === undefined) return place;
    const metres = Math.hypot(movesTo.x - place.x, movesTo.y - place.y);
    const share = Math.min(1, Math.max(0, ((at - movesFrom) * metresPerSecond) / Math.max(metres, 1e-9)));
    return { x: place.x + (movesTo.x - place.x) * share, y: place.y + (movesTo.y - place.y) * share };
  }
}
