/** Differences in whole decibels, from -LIMIT to LIMIT: two adapters of one box that differ by more are not two of one kind, but one that is broken. */
const LIMIT_DB = 20;
/** Pairs before an offset is known, and transmitters that they come from: one alone may stand where one antenna hears badly. */
const PAIRS = 60;
const TRANSMITTERS = 3;
/** One transmitter counts once in so many seconds, and so many transmitters at a time. */
const EACH_SECONDS = 1;
const FOLLOWED = 64;
/** Half of what was counted is forgotten at this number of pairs: an antenna is changed. */
const FULL = 4_096;
/** A known offset moves no faster than this. Who could shift it would take hours for what a person sees in a minute. */
const SLEW_DB = 1;
const SLEW_SECONDS = 600;

/** What is known of one adapter against the first. */
interface Offset {
  /** Pairs by their difference, -LIMIT first. */
  readonly pairs: Uint16Array;
  count: number;
  /** In dB, to be added to its levels; NaN: not known. */
  db: number;
  movedAt: number;
  /** When each transmitter counted last. */
  readonly from: Map<number, number>;
  readonly seen: Set<number>;
}

/** What was measured of an adapter. */
export interface MeasuredOffset {
  offsetDb: number;
  pairs: number;
}

/**
 * How much louder or softer each adapter of this sensor hears than the first one: the median difference over frames that both have heard. Both stand in one box, so where
 * a sender stands makes little of it, and what he sends makes nothing: he would have to be louder at one antenna and softer at the other, ten centimetres away.
 */
export class LevelOffsets {
  readonly #offsets = new Map<number, Offset>();

  /** Takes the levels in dBm of one frame of this transmitter at the first adapter and at another. */
  pair(adapter: number, firstDbm: number, otherDbm: number, transmitter: number, atSeconds: number): void {
    const difference = Math.round(firstDbm - otherDbm);
    if (adapter === 0 || Number.isNaN(difference) || Math.abs(difference) > LIMIT_DB) return;
    const it = this.#of(adapter);
    if (!mayCount(it, transmitter, atSeconds)) return;
    it.pairs[difference + LIMIT_DB]!++;
    it.count++;
    if (it.count >= FULL) halve(it);
    if (it.count >= PAIRS && (it.seen.size >= TRANSMITTERS || !Number.isNaN(it.db))) move(it, atSeconds);
  }

  /** In dB, to be added to what this adapter says; NaN: not known. */
  of(adapter: number): number {
    return adapter === 0 ? 0 : (this.#offsets.get(adapter)?.db ?? Number.NaN);
  }

  /** What was measured, for those of which something is known. */
  measured(adapter: number): MeasuredOffset | undefined {
    const it = this.#offsets.get(adapter);
    return it === undefined || Number.isNaN(it.db) ? undefined : { offsetDb: it.db, pairs: it.count };
  }

  /** Takes back what was measured before a restart; what is no offset is left out. */
  resume(adapter: number, offsetDb: number): void {
    if (adapter === 0 || !(Math.abs(offsetDb) <= LIMIT_DB)) return;
    this.#of(adapter).db = offsetDb;
  }

  #of(adapter: number): Offset {
    let it = this.#offsets.get(adapter);
    if (it === undefined) {
      const pairs = new Uint16Array(2 * LIMIT_DB + 1);
      it = { pairs, count: 0, db: Number.NaN, movedAt: -Infinity, from: new Map(), seen: new Set() };
      this.#offsets.set(adapter, it);
    }
    return it;
  }
}

function mayCount({ from, seen }: Offset, transmitter: number, atSeconds: number): boolean {
  const before = from.get(transmitter);
  if (before !== undefined && Math.abs(atSeconds - before) < EACH_SECONDS) return false;
  if (before === undefined && from.size >= FOLLOWED) {
    const [oldest] = from.keys();
    // Whoever invents addresses gets no more than everybody together.
    if (oldest === undefined || Math.abs(atSeconds - (from.get(oldest) ?? 0)) < EACH_SECONDS) return false;
    from.delete(oldest);
  }
  from.delete(transmitter);
  from.set(transmitter, atSeconds);
  if (seen.size < TRANSMITTERS) seen.add(transmitter);
  return true;
}

function halve(it: Offset): void {
  it.count = 0;
  for (let at = 0; at < it.pairs.length; at++) it.count += it.pairs[at] = it.pairs[at]! >> 1;
}

/** The first time to the median, and then towards it. */
function move(it: Offset, atSeconds: number): void {
  const median = medianOf(it);
  if (Number.isNaN(it.db)) it.db = median;
  else if (median === it.db || Math.abs(atSeconds - it.movedAt) < SLEW_SECONDS) return;
  else it.db += Math.max(-SLEW_DB, Math.min(SLEW_DB, median - it.db));
  it.movedAt = atSeconds;
}

function medianOf({ pairs, count }: Offset): number {
  let passed = 0;
  for (let at = 0; at < pairs.length; at++) {
    passed += pairs[at]!;
    if (2 * passed >= count) return at - LIMIT_DB;
  }
  return Number.NaN;
}
