import { CANARY } from "./figures.ts";

/** Names or addresses of bait whose times are kept: as many as a list of bait may have. */
const KEPT = 4_096;

interface Times {
  /** When it was first and last known to be used by us; NaN while nobody knows. */
  firstAt: number;
  lastAt: number;
  /** When somebody else was first heard with it. */
  elsewhereAt: number;
  isOthers: boolean;
}

/** When each name, or each address, was set out as bait, and whether somebody had it before: then it is no bait, but a coincidence. */
export class BaitTimes {
  readonly #times = new Map<number, Times>();
  #forgotten = 0;

  /** Times that were let go because there was no room. */
  get forgotten(): number {
    return this.#forgotten;
  }

  get size(): number {
    return this.#times.size;
  }

  /** Our own bait asked, as heard from the air. */
  asked(bait: number, atSeconds: number): void {
    const times = this.#of(bait);
    if (Number.isNaN(times.firstAt)) times.firstAt = atSeconds;
    times.lastAt = atSeconds;
    if (times.elsewhereAt < times.firstAt - CANARY.earlierSeconds) times.isOthers = true;
  }

  /**
   * Somebody else has it on the air; `statedAt` is when the list says that it was set out, NaN where it does not. Whether it is ours
   * alone, as far as is known.
   */
  elsewhere(bait: number, statedAt: number, atSeconds: number): boolean {
    const times = this.#of(bait);
    if (Number.isNaN(times.elsewhereAt)) times.elsewhereAt = atSeconds;
    if (atSeconds < statedAt - CANARY.earlierSeconds) times.isOthers = true;
    return !times.isOthers;
  }

  /** Seconds since it was set out last; NaN where nobody knows. */
  age(bait: number, statedAt: number, atSeconds: number): number {
    const heardAt = this.#times.get(bait)?.lastAt ?? Number.NaN;
    return (
      atSeconds - (Number.isNaN(statedAt) ? heardAt : Number.isNaN(heardAt) ? statedAt : Math.max(statedAt, heardAt))
    );
  }

  /** Forgets what is bait no more. */
  keep(isBait: (bait: number) => boolean): void {
    for (const bait of this.#times.keys()) if (!isBait(bait)) this.#times.delete(bait);
  }

  #of(bait: number): Times {
    let times = this.#times.get(bait);
    if (times !== undefined) return times;
    if (this.#times.size >= KEPT) {
      const [oldest] = this.#times.keys();
      if (oldest !== undefined) this.#times.delete(oldest);
      this.#forgotten++;
    }
    times = { firstAt: Number.NaN, lastAt: Number.NaN, elsewhereAt: Number.NaN, isOthers: false };
    this.#times.set(bait, times);
    return times;
  }
}
