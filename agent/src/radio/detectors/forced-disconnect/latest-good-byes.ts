import type { AccessPoint } from "../../air/access-points.ts";
import { isOnChannel } from "../../air/own-channel.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FORCED_DISCONNECT } from "./figures.ts";

/** Frames whose numbers and levels are held together. */
const REMEMBERED = 32;

/** What is kept of a good-bye. */
interface GoodBye {
  number: number;
  at: number;
  /** Decibels away from the access point's like frames; zero where it may be one of them, NaN where nothing is known. */
  foreignDb: number;
  /** It belongs to a restart, and is held against nobody. */
  isExplained: boolean;
}

/** Numbers and levels of the latest good-byes in one network's name. */
export class LatestGoodByes {
  /** Made as they are needed, for most networks have one; of them so many count. */
  readonly #latest: GoodBye[] = [];
  #count = 0;
  #next = 0;

  clear(): void {
    this.#count = 0;
    this.#next = 0;
  }

  /** Takes a frame; `known`: the access point that it says it is of, where that is its sender. */
  take(frame: Frame, known: AccessPoint | undefined, at: number): void {
    const { foreignDb, foreignDeviations } = FORCED_DISCONNECT;
    const it = (this.#latest[this.#next] ??= { number: -1, at: -Infinity, foreignDb: Number.NaN, isExplained: false });
    it.number = frame.sequence;
    it.at = at;
    it.foreignDb =
      known?.levels === undefined || !isOnChannel(known, frame)
        ? Number.NaN
        : known.levels.foreignness(frame.rateKbps, frame.rssiDbm, foreignDb, foreignDeviations, true);
    it.isExplained = false;
    this.#next = (this.#next + 1) % REMEMBERED;
    if (this.#count < REMEMBERED) this.#count++;
  }

  /** What was said between two times belongs to a restart. */
  explain(from: number, until: number): void {
    for (let place = 0; place < this.#count; place++) {
      const it = this.#latest[place]!;
      if (it.at >= from && it.at <= until) it.isExplained = true;
    }
  }

  /** How many of them carry the number of the latest. */
  sameNumber(): number {
    const number = this.#latest[(this.#next + REMEMBERED - 1) % REMEMBERED]?.number;
    let same = 0;
    for (let place = 0; place < this.#count; place++) {
      const it = this.#latest[place]!;
      if (it.number === number && !it.isExplained) same++;
    }
    return same;
  }

  /** Whether most of those that can be compared are not at the access point's own level, all on one side of it. */
  areForeign(): boolean {
    let compared = 0;
    let above = 0;
    let below = 0;
    for (let place = 0; place < this.#count; place++) {
      const { foreignDb, isExplained } = this.#latest[place]!;
      if (Number.isNaN(foreignDb) || isExplained) continue;
      compared++;
      if (foreignDb > 0) above++;
      else if (foreignDb < 0) below++;
    }
    return compared >= FORCED_DISCONNECT.frames && Math.max(above, below) > compared / 2;
  }

  /** Median of how far they are from it, in decibels; NaN when there are none. */
  foreignDb(): number {
    const compared = this.#latest
      .slice(0, this.#count)
      .map((it) => it.foreignDb)
      .filter((it) => !Number.isNaN(it));
    return compared.sort((left, right) => left - right)[compared.length >> 1] ?? Number.NaN;
  }
}
