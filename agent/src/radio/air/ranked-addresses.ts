import { NO_ADDRESS } from "../dot11/address.ts";
import { hashAddress } from "../dot11/hash-address.ts";

/** No place, and the end of a list. */
const NONE = -1;

/**
 * At most `capacity` addresses, each of a rank; within a rank they stand in the order in which they were ranked. All in arrays of
 * numbers: finding one of a hundred thousand allocates nothing, and no step depends on how many there are, so that whoever invents
 * addresses costs no more than whoever does not. `seed` keeps apart what would be hashed alike on purpose.
 */
export class RankedAddresses {
  readonly #addresses: Float64Array;
  readonly #ranks: Int8Array;
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #counts: Int32Array;
  /** Place of each address, found from its hash on; never more than a quarter full, so that nearly every search looks at one or two. */
  readonly #places: Int32Array;
  readonly #mask: number;
  readonly #seed: number;
  #free = 0;
  /** Where the latest one stood: most that is asked of a frame is asked of one address. */
  #latest = 0;

  constructor(capacity: number, ranks: number, seed: number) {
    this.#addresses = new Float64Array(capacity);
    this.#ranks = new Int8Array(capacity).fill(NONE);
    this.#before = new Int32Array(capacity);
    this.#after = new Int32Array(capacity).fill(NONE);
    for (let place = 0; place + 1 < capacity; place++) this.#after[place] = place + 1;
    this.#first = new Int32Array(ranks).fill(NONE);
    this.#last = new Int32Array(ranks).fill(NONE);
    this.#counts = new Int32Array(ranks);
    const places = 2 ** Math.ceil(Math.log2(4 * capacity));
    this.#places = new Int32Array(places).fill(NONE);
    this.#mask = places - 1;
    this.#seed = seed;
  }

  /** Where an address stands, -1 when it does not. A place stays an address's until it is deleted. */
  find(address: number): number {
    const latest = this.#latest;
    if (this.#addresses[latest] === address && this.#ranks[latest] !== NONE) return latest;
    for (let at = this.#hash(address); ; at = (at + 1) & this.#mask) {
      const place = this.#places[at]!;
      if (place === NONE) return NONE;
      if (this.#addresses[place] === address) return (this.#latest = place);
    }
  }

  /** The address at a place, -1 when none is there. */
  at(place: number): number {
    return this.rank(place) === NONE ? NO_ADDRESS : this.#addresses[place]!;
  }

  /** The rank of what stands at a place, -1 when nothing does. */
  rank(place: number): number {
    return this.#ranks[place]!;
  }

  /** Addresses of a rank. */
  count(rank: number): number {
    return this.#counts[rank]!;
  }

  /** The place of the address that was put into a rank first, -1 when the rank is empty. */
  first(rank: number): number {
    return this.#first[rank]!;
  }

  /** Adds an address that is not here at the end of a rank. The caller has made room. */
  add(address: number, rank: number): number {
    const place = this.#free;
    this.#free = this.#after[place]!;
    this.#addresses[place] = address;
    let at = this.#hash(address);
    while (this.#places[at] !== NONE) at = (at + 1) & this.#mask;
    this.#places[at] = place;
    this.#link(place, rank);
    this.#latest = place;
    return place;
  }

  /** Puts what stands at a place to the end of a rank. */
  move(place: number, rank: number): void {
    this.#unlink(place);
    this.#link(place, rank);
  }

  delete(place: number): void {
    this.#forgetHash(this.#addresses[place]!);
    this.#unlink(place);
    this.#ranks[place] = NONE;
    this.#after[place] = this.#free;
    this.#free = place;
  }

  #link(place: number, rank: number): void {
    const last = this.#last[rank]!;
    this.#before[place] = last;
    this.#after[place] = NONE;
    if (last === NONE) this.#first[rank] = place;
    else this.#after[last] = place;
    this.#last[rank] = place;
    this.#ranks[place] = rank;
    this.#counts[rank]!++;
  }

  #unlink(place: number): void {
    const rank = this.#ranks[place]!;
    const before = this.#before[place]!;
    const after = this.#after[place]!;
    if (before === NONE) this.#first[rank] = after;
    else this.#after[before] = after;
    if (after === NONE) this.#last[rank] = before;
    else this.#before[after] = before;
    this.#counts[rank]!--;
  }

  /** Open addressing: what follows in the same run moves up where it may, so that no search ends too early. */
  #forgetHash(address: number): void {
    let gap = this.#hash(address);
    while (this.#addresses[this.#places[gap]!] !== address) gap = (gap + 1) & this.#mask;
    for (let at = (gap + 1) & this.#mask; this.#places[at] !== NONE; at = (at + 1) & this.#mask) {
      const wanted = this.#hash(this.#addresses[this.#places[at]!]!);
      if (((at - wanted) & this.#mask) < ((at - gap) & this.#mask)) continue;
      this.#places[gap] = this.#places[at]!;
      gap = at;
    }
    this.#places[gap] = NONE;
  }

  #hash(address: number): number {
    return hashAddress(address, this.#seed) & this.#mask;
  }
}
