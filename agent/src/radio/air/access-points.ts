import type { Frame } from "../dot11/frame.ts";
import { KeptAccessPoint, roomForAccessPoints, type AccessPoint } from "./access-point.ts";
import { RankedRecords } from "./ranked-records.ts";
import type { SequenceCounter } from "./sequence-counter.ts";

export { SLOT_SECONDS, type AccessPoint } from "./access-point.ts";

/** Access points remembered at once. A mall's sensor hears some hundreds; the rest is room for floods. */
const CAPACITY = 4_096;

/** Seconds without a frame after which an access point is forgotten. */
const AGE_SECONDS = 7_200;

/** Few frames, then age: what beaconed once is let go before what has beaconed for an hour. More advertisements than these are worth no more. */
const MOST_WORTH = 50;

/** The BSSIDs that advertised a network here: levels, counters and names that detectors measure against. */
export class AccessPoints {
  readonly #known: RankedRecords<KeptAccessPoint>;

  /** `seed`: any number, secret where what is heard may be made to be hashed alike. */
  constructor(seed = 0) {
    const room = roomForAccessPoints(CAPACITY);
    let made = 0;
    const make = (): KeptAccessPoint => new KeptAccessPoint(made++, room);
    this.#known = new RankedRecords({ capacity: CAPACITY, ranks: MOST_WORTH + 1, make, seed });
  }

  get(bssid: number): AccessPoint | undefined {
    return this.#known.get(bssid);
  }

  get size(): number {
    return this.#known.size;
  }

  get forgotten(): number {
    return this.#known.forgotten;
  }

  [Symbol.iterator](): IterableIterator<[number, AccessPoint]> {
    return this.#known[Symbol.iterator]();
  }

  /** Whether an address has it, of those that advertise here. */
  some(test: (bssid: number) => boolean): boolean {
    return this.#known.some(test);
  }

  /** Takes a beacon or probe response. */
  advertised(frame: Frame, atSeconds: number, isBeacon: boolean): AccessPoint {
    let known = this.#known.heard(frame.bssid);
    // What was silent for longer than it is remembered, or seems so because the clock was set, is met anew: nobody knows how old it is.
    if (known === undefined || Math.abs(atSeconds - known.lastAt) > AGE_SECONDS) {
      known ??= this.#known.meet(frame.bssid, 1);
      known.begin(frame.bssid, atSeconds);
    }
    known.advertised(frame, atSeconds, isBeacon);
    const { advertisements } = known;
    if (advertisements > 1 && advertisements <= MOST_WORTH) this.#known.renew(frame.bssid, advertisements);
    return known;
  }

  /** Forgets what was not heard for two hours. */
  expire(atSeconds: number): void {
    this.#known.expire((it) => Math.abs(atSeconds - it.lastAt) > AGE_SECONDS);
  }
}

/** The counter that the access point's good-byes must come from; undefined when none was shown to be one. */
export function counterOf(known: AccessPoint): SequenceCounter | undefined {
  if (known.allFrames?.isProven === true) return known.allFrames;
  return known.answers?.isProven === true ? known.answers : undefined;
}
