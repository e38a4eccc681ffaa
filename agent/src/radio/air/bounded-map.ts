/**
 * A map that holds at most `capacity` entries. When it is full, the eighth of the entries that are worth least goes, so that a flood
 * of invented addresses pushes out invented addresses and not the access points of the venue. What went is counted.
 */
export class BoundedMap<V, K = number> {
  readonly #entries = new Map<K, V>();
  readonly #capacity: number;
  readonly #worth: (value: V) => number;
  #forgotten = 0;

  /** `worth` orders the entries: the lowest go first. */
  constructor(capacity: number, worth: (value: V) => number) {
    this.#capacity = capacity;
    this.#worth = worth;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Entries that were let go because the map was full, since the start. */
  get forgotten(): number {
    return this.#forgotten;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  set(key: K, value: V): void {
    if (this.#entries.size >= this.#capacity && !this.#entries.has(key)) this.#letGo();
    this.#entries.set(key, value);
  }

  delete(key: K): boolean {
    return this.#entries.delete(key);
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.#entries[Symbol.iterator]();
  }

  /** Deletes the entries that a rule calls expired; these are not counted as forgotten. */
  expire(expired: (value: V) => boolean): void {
    for (const [key, value] of this.#entries) if (expired(value)) this.#entries.delete(key);
  }

  #letGo(): void {
    const ordered = [...this.#entries].sort((left, right) => this.#worth(left[1]) - this.#worth(right[1]));
    const leaving = Math.max(1, this.#capacity >> 3);
    for (const [key] of ordered.slice(0, leaving)) this.#entries.delete(key);
    this.#forgotten += leaving;
  }
}
