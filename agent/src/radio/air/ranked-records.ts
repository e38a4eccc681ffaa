import { RankedAddresses } from "./ranked-addresses.ts";

/** What a walk through an empty memory gives. */
const NOBODY: readonly never[] = [];

/** How many records there may be, in how many ranks, and what an empty one is. */
export interface RankedRecordsOptions<V> {
  capacity: number;
  /** Ranks from 0, at most 127. Without it all are worth the same, and who was renewed longest ago goes first. */
  ranks?: number;
  /** Makes a record, when a place is used for the first time. */
  make: () => V;
  /** Any number; it keeps apart what would be hashed alike on purpose. */
  seed?: number;
}

/**
 * At most `capacity` records, each of an address (or another number that is not negative) and of a rank: what it is worth. When there is
 * no room, the record of the lowest rank that was renewed longest ago goes, so that a flood of invented addresses pushes out invented
 * addresses and not the access points of the venue. What went is counted.
 *
 * Every address of a flood is a record, so one must cost little: no step depends on how many there are, and the record of who goes is
 * used again for who comes, so that nothing is left to collect. Whoever keeps a record beyond the call in which it was got keeps
 * somebody else's one day: copy what is needed.
 */
export class RankedRecords<V> {
  readonly #ranked: RankedAddresses;
  readonly #ranks: number;
  readonly #make: () => V;
  /** By place. */
  readonly #records: V[] = [];
  readonly #capacity: number;
  #forgotten = 0;
  #size = 0;

  constructor({ capacity, ranks = 1, make, seed = 0 }: RankedRecordsOptions<V>) {
    this.#ranked = new RankedAddresses(capacity, ranks, seed);
    this.#ranks = ranks;
    this.#capacity = capacity;
    this.#make = make;
  }

  get size(): number {
    return this.#size;
  }

  /** Records that were let go because there was no room, since the start. */
  get forgotten(): number {
    return this.#forgotten;
  }

  get(address: number): V | undefined {
    const place = this.#ranked.find(address);
    return place < 0 ? undefined : this.#records[place];
  }

  /** The record of an address that is heard again: those of its rank that are not are to go before it. */
  heard(address: number): V | undefined {
    const place = this.#ranked.find(address);
    if (place < 0) return undefined;
    this.#ranked.touch(place);
    return this.#records[place];
  }

  /** The record of an address that has none yet. It holds what somebody else left: the caller sets all of it. */
  meet(address: number, rank = 0): V {
    if (this.#size >= this.#capacity) this.#letGo();
    const place = this.#ranked.add(address, this.#rankOf(rank));
    this.#size++;
    if (place === this.#records.length) this.#records.push(this.#make());
    return this.#records[place]!;
  }

  /** An address that has a record was heard again: those of its rank that were not are to go before it. */
  renew(address: number, rank = 0): void {
    const place = this.#ranked.find(address);
    if (place >= 0) this.#ranked.renew(place, this.#rankOf(rank));
  }

  delete(address: number): boolean {
    const place = this.#ranked.find(address);
    if (place < 0) return false;
    this.#forget(place);
    return true;
  }

  /** All of them, in the order in which they came while none has gone. Most memories are empty nearly always, and looked over each second. */
  [Symbol.iterator](): IterableIterator<[number, V]> {
    return this.#size === 0 ? NOBODY.values() : this.#walk();
  }

  *#walk(): IterableIterator<[number, V]> {
    for (const [place, record] of this.#records.entries())
      if (this.#ranked.rank(place) >= 0) yield [this.#ranked.at(place), record];
  }

  /** Takes all of them, as a walk does; of thousands, each second, a walk leaves as many pairs to collect. */
  each(take: (record: V) => void): void {
    if (this.#size === 0) return;
    for (let place = 0; place < this.#records.length; place++)
      if (this.#ranked.rank(place) >= 0) take(this.#records[place]!);
  }

  /** Whether an address has it, of those that have a record. */
  some(test: (address: number, record: V) => boolean): boolean {
    for (let place = 0; place < this.#records.length; place++)
      if (this.#ranked.rank(place) >= 0 && test(this.#ranked.at(place), this.#records[place]!)) return true;
    return false;
  }

  /** Deletes the records that a rule calls expired; these are not counted as forgotten. */
  expire(isExpired: (record: V) => boolean): void {
    if (this.#size === 0) return;
    for (let place = 0; place < this.#records.length; place++)
      if (this.#ranked.rank(place) >= 0 && isExpired(this.#records[place]!)) this.#forget(place);
  }

  #letGo(): void {
    this.#forget(this.#ranked.lowest(0));
    this.#forgotten++;
  }

  #forget(place: number): void {
    this.#ranked.delete(place);
    this.#size--;
  }

  #rankOf(rank: number): number {
    return Math.min(Math.max(rank, 0), this.#ranks - 1);
  }
}
