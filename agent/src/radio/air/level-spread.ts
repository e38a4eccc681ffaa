/** Levels are whole decibels below one milliwatt; what is above zero is counted as zero. */
const LOWEST_DBM = -127;
const LEVELS = 128;
/** One radio at one place: its levels scatter by 2 to 3 dB, with people in the way by up to 4; those of a crowd by 9 and more. */
const WINDOW_DB = 10;

/**
 * How many of the levels that are held lie within ten decibels of each other. What one radio sends, under however many addresses, arrives
 * at one level; devices that stand about in a venue do not. Adding, removing and asking allocate nothing.
 */
export class LevelSpread {
  readonly #counts = new Uint16Array(LEVELS);
  #total = 0;

  /** Levels held; frames without one are not among them. */
  get size(): number {
    return this.#total;
  }

  add(rssiDbm: number): void {
    if (Number.isNaN(rssiDbm)) return;
    this.#counts[placeOf(rssiDbm)]!++;
    this.#total++;
  }

  /** Takes one level out that was added before. */
  remove(rssiDbm: number): void {
    if (Number.isNaN(rssiDbm)) return;
    this.#counts[placeOf(rssiDbm)]!--;
    this.#total--;
  }

  /** The most levels that lie within ten decibels, as a share of all; zero of none. */
  get together(): number {
    let inside = 0;
    let most = 0;
    for (let place = 0; place < LEVELS; place++) {
      inside += this.#counts[place]!;
      if (place >= WINDOW_DB) inside -= this.#counts[place - WINDOW_DB]!;
      if (inside > most) most = inside;
    }
    return this.#total === 0 ? 0 : most / this.#total;
  }
}

function placeOf(rssiDbm: number): number {
  return Math.min(Math.max(Math.round(rssiDbm) - LOWEST_DBM, 0), LEVELS - 1);
}
