import { NO_ADDRESS } from "../dot11/address.ts";
import { hashAddress } from "../dot11/hash-address.ts";

/** No place, and the end of a list. */
const NONE = -1;

/**
 * What is kept of an address stands together, half a line of the processor's cache: a look at one of a hundred thousand waits for memory, and
 * waits once. In numbers of 32 bits: the address (a double, so it counts for two), its neighbours in the list that it stands in, its ranks (0:
 * nobody stands here), two numbers of the user's and the address's hash. As all is 0 where nobody has stood, memory that is never used is never
 * touched.
 */
const RECORD = 8;
const BEFORE = 2;
const AFTER = 3;
const RANK = 4;
const NOTE = 5;
const HASH = 7;
/** So that what an entry keeps of a hash says where it was looked for from: 16 bits for that and 16 for the place. */
const MOST = 0x7fff;
/** Of the ranks: its own from 1 on, that of the list it stands in from 1 on, and whether it was renewed since it was put there. */
const OWN = 0xff;
const LIST_SHIFT = 8;
const RENEWED = 0x1_0000;

/** Of those who were renewed and not put to their place yet, so many are when somebody has to go. */
const SETTLED_AT_ONCE = 32;

/**
 * At most `capacity` addresses, each of a rank. All in arrays of numbers: finding one of a hundred thousand allocates nothing, and no step
 * depends on how many there are, so that whoever invents addresses costs no more than whoever does not. `seed` keeps apart what would be
 * hashed alike on purpose.
 *
 * A list for each rank, in the order in which they were put there. Who is heard again is renewed: that is noted where he stands, for his
 * neighbours in the list are elsewhere in memory, and each of them would be waited for at each frame. He is put to his place when it
 * matters, when one has to go (second chance, as pages of memory are kept: Corbató, 1968).
 */
export class RankedAddresses {
  readonly #addresses: Float64Array;
  /** The same records, in numbers of 32 bits. */
  readonly #records: Int32Array;
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #counts: Int32Array;
  /**
   * The place of each address from 1 on, found from the upper bits of its hash on, and above it what of the hash has room: who has another is not
   * looked at, and where an entry was looked for from can be told without its record. 0 is an empty one. Never more than half full, so that
   * nearly every search looks at one or two, which stand side by side.
   */
  readonly #entries: Int32Array;
  /** Bits of an entry that are a place. */
  readonly #placeMask: number;
  readonly #mask: number;
  /** Of a hash, the bits below those that say where to look. */
  readonly #shift: number;
  readonly #seed: number;
  /** Places that were used so far, and the latest of them that is free again: the others follow it. */
  #used = 0;
  #free = NONE;
  /** Where the latest one stood: most that is asked of a frame is asked of one address. */
  #latest = 0;

  /** Capacity: at most 32,767. */
  constructor(capacity: number, ranks: number, seed: number) {
    if (capacity > MOST) throw new RangeError(`at most ${MOST} addresses are kept, not ${capacity}`);
    this.#addresses = new Float64Array((capacity * RECORD) / 2);
    this.#records = new Int32Array(this.#addresses.buffer);
    this.#first = new Int32Array(ranks).fill(NONE);
    this.#last = new Int32Array(ranks).fill(NONE);
    this.#counts = new Int32Array(ranks);
    const bits = Math.ceil(Math.log2(2 * capacity));
    const entries = 2 ** bits;
    this.#entries = new Int32Array(entries);
    this.#shift = 32 - bits;
    this.#placeMask = 2 ** Math.ceil(Math.log2(capacity + 1)) - 1;
    this.#mask = entries - 1;
    this.#seed = seed;
  }

  /** Where an address stands, -1 when it does not. A place stays an address's until it is deleted. */
  find(address: number): number {
    const latest = this.#latest;
    if (this.#addresses[latest * (RECORD / 2)] === address && this.#records[latest * RECORD + RANK] !== 0)
      return latest;
    const hash = hashAddress(address, this.#seed);
    const placeMask = this.#placeMask;
    for (let at = hash >>> this.#shift; ; at = (at + 1) & this.#mask) {
      const entry = this.#entries[at]!;
      if (entry === 0) return NONE;
      if (((entry ^ hash) & ~placeMask) !== 0) continue;
      const place = (entry & placeMask) - 1;
      if (this.#addresses[place * (RECORD / 2)] === address) return (this.#latest = place);
    }
  }

  /** The address at a place, -1 when none is there. */
  at(place: number): number {
    return this.rank(place) === NONE ? NO_ADDRESS : this.#addresses[place * (RECORD / 2)]!;
  }

  /** The rank of what stands at a place, -1 when nothing does. */
  rank(place: number): number {
    return (this.#records[place * RECORD + RANK]! & OWN) - 1;
  }

  /** A number of 32 bits that the user keeps beside an address: the first (0) or the second (1). It is any when the address was added. */
  note(place: number, which: 0 | 1): number {
    return this.#records[place * RECORD + NOTE + which]!;
  }

  setNote(place: number, which: 0 | 1, value: number): void {
    this.#records[place * RECORD + NOTE + which] = value;
  }

  /** Addresses in the list of a rank; who was renewed since he was put there may have another. */
  count(rank: number): number {
    return this.#counts[rank]!;
  }

  /** The place of the address that was put into a rank first, -1 when the rank is empty. */
  first(rank: number): number {
    return this.#first[rank]!;
  }

  /** Adds an address that is not here at the end of a rank. The caller has made room. */
  add(address: number, rank: number): number {
    const place = this.#free === NONE ? this.#used++ : this.#free;
    if (place === this.#free) this.#free = this.#records[place * RECORD + AFTER]!;
    this.#addresses[place * (RECORD / 2)] = address;
    const hash = hashAddress(address, this.#seed);
    this.#records[place * RECORD + HASH] = hash;
    let at = hash >>> this.#shift;
    while (this.#entries[at] !== 0) at = (at + 1) & this.#mask;
    this.#entries[at] = (hash & ~this.#placeMask) | (place + 1);
    this.#link(place, rank);
    this.#latest = place;
    return place;
  }

  /** Puts what stands at a place to the end of a rank. */
  move(place: number, rank: number): void {
    this.#unlink(place);
    this.#link(place, rank);
  }

  /** What stands at a place was heard again: those of its rank that were not are to go before it. */
  touch(place: number): void {
    this.#records[place * RECORD + RANK]! |= RENEWED;
  }

  /** What stands at a place was heard again, and has this rank now: those of the rank that were not are to go before it. */
  renew(place: number, rank: number): void {
    const at = place * RECORD + RANK;
    const ranks = this.#records[at]!;
    // Whoever is worth less than before must be found where he is looked for.
    if (rank + 1 < (ranks & OWN)) this.move(place, rank);
    else this.#records[at] = (ranks & ~OWN) | RENEWED | (rank + 1);
  }

  /**
   * Who has to go when one must: of the lowest rank from this one on, one who was not renewed since he was put there, as a rule the one of whom
   * that is true for the longest time. There is somebody.
   */
  lowest(fromRank: number): number {
    for (let settled = 0; settled < SETTLED_AT_ONCE; settled++) {
      const place = this.#first[this.#lowestList(fromRank)]!;
      if (!this.#isRenewed(place)) return place;
      this.#settle(place);
    }
    // So many were renewed that no one frame can put all to their places: who came last has shown the least.
    for (let settled = 0; settled < SETTLED_AT_ONCE; settled++) {
      const place = this.#last[this.#lowestList(fromRank)]!;
      if (!this.#isRenewed(place)) return place;
      this.#settle(place);
    }
    return this.#first[this.#lowestList(fromRank)]!;
  }

  delete(place: number): void {
    this.#forgetHash(place);
    this.#unlink(place);
    this.#records[place * RECORD + RANK] = 0;
    this.#records[place * RECORD + AFTER] = this.#free;
    this.#free = place;
  }

  #lowestList(fromRank: number): number {
    let rank = fromRank;
    while (this.#counts[rank] === 0) rank++;
    return rank;
  }

  #isRenewed(place: number): boolean {
    return (this.#records[place * RECORD + RANK]! & RENEWED) !== 0;
  }

  #settle(place: number): void {
    const rank = this.rank(place);
    this.#unlink(place);
    this.#link(place, rank);
  }

  #link(place: number, rank: number): void {
    const records = this.#records;
    const last = this.#last[rank]!;
    records[place * RECORD + BEFORE] = last;
    records[place * RECORD + AFTER] = NONE;
    records[place * RECORD + RANK] = ((rank + 1) << LIST_SHIFT) | (rank + 1);
    if (last === NONE) this.#first[rank] = place;
    else records[last * RECORD + AFTER] = place;
    this.#last[rank] = place;
    this.#counts[rank]!++;
  }

  #unlink(place: number): void {
    const records = this.#records;
    const rank = ((records[place * RECORD + RANK]! >> LIST_SHIFT) & OWN) - 1;
    const before = records[place * RECORD + BEFORE]!;
    const after = records[place * RECORD + AFTER]!;
    if (before === NONE) this.#first[rank] = after;
    else records[before * RECORD + AFTER] = after;
    if (after === NONE) this.#last[rank] = before;
    else records[after * RECORD + BEFORE] = before;
    this.#counts[rank]!--;
  }

  /** Open addressing: what follows in the same run moves up where it may, so that no search ends too early. */
  #forgetHash(place: number): void {
    const entries = this.#entries;
    const mask = this.#mask;
    const placeMask = this.#placeMask;
    const shift = this.#shift;
    let gap = this.#records[place * RECORD + HASH]! >>> shift;
    while ((entries[gap]! & placeMask) !== place + 1) gap = (gap + 1) & mask;
    for (let at = (gap + 1) & mask; entries[at] !== 0; at = (at + 1) & mask) {
      const entry = entries[at]!;
      if (((at - (entry >>> shift)) & mask) < ((at - gap) & mask)) continue;
      entries[gap] = entry;
      gap = at;
    }
    entries[gap] = 0;
  }
}
