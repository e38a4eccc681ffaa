/** Entries for which room is kept when a table is cleared: what was made for a crowd is let go. */
const KEPT = 8;

/**
 * A few values by number, in the order in which they came: the names of one BSSID, the stations that one sender addressed. There is one as
 * a rule and some tens at most (the caller bounds them), so they stand in a row: looking along it costs less than hashing, and neither
 * what comes nor what goes allocates anything.
 */
export class ShortTable<V> {
  readonly #keys: number[] = [];
  readonly #values: V[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: number): V | undefined {
    const place = this.#find(key);
    return place < 0 ? undefined : this.#values[place];
  }

  has(key: number): boolean {
    return this.#find(key) >= 0;
  }

  /** What stands at a place, from 0. */
  at(place: number): V | undefined {
    return place < this.#size ? this.#values[place] : undefined;
  }

  keyAt(place: number): number {
    return this.#keys[place]!;
  }

  /** A value that an entry left which has gone, for the next one to use again; undefined when there is none. */
  get left(): V | undefined {
    return this.#values[this.#size];
  }

  set(key: number, value: V): void {
    const known = this.#find(key);
    const place = known < 0 ? this.#size++ : known;
    this.#keys[place] = key;
    this.#values[place] = value;
  }

  delete(key: number): boolean {
    const place = this.#find(key);
    if (place >= 0) this.deleteAt(place);
    return place >= 0;
  }

  /** Takes away what stands at a place; those behind it move up. */
  deleteAt(place: number): void {
    const gone = this.#values[place]!;
    this.#size--;
    for (let at = place; at < this.#size; at++) {
      this.#keys[at] = this.#keys[at + 1]!;
      this.#values[at] = this.#values[at + 1]!;
    }
    this.#values[this.#size] = gone;
  }

  clear(): void {
    this.#size = 0;
    if (this.#values.length <= KEPT) return;
    this.#keys.length = KEPT;
    this.#values.length = KEPT;
  }

  *[Symbol.iterator](): IterableIterator<V> {
    for (let place = 0; place < this.#size; place++) yield this.#values[place]!;
  }

  #find(key: number): number {
    for (let place = 0; place < this.#size; place++) if (this.#keys[place] === key) return place;
    return -1;
  }
}
