/**
 * A map that holds at most `capacity` entries. When it is full, the eighth of the entries that are worth least goes, so that a flood
 * of invented addresses pushes out invented addresses and not the access points of the venue. What went is counted.
 *
 * Every address of a flood is an entry, so making room must cost little. Letting go looks at each entry once and sorts none: with an
 * eighth gone at a time that is about eight looks for each entry that comes in, however large the map is.
 */
export class BoundedMap<V, K = number> {
  readonly #entries = new Map<K, V>();
  readonly #capacity: number;
  readonly #worth: (value: V) => number;
  /** Made when the map is full for the first time: most never are. */
  #worths: Float64Array | undefined = undefined;
  #forgotten = 0;

  /** `worth` orders the entries: the lowest go first, among equals those that came first. NaN is the lowest. */
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
    const leaving = Math.max(1, this.#capacity >> 3);
    const size = this.#entries.size;
    const worths = (this.#worths ??= new Float64Array(size));
    let count = 0;
    for (const value of this.#entries.values()) worths[count++] = this.#worthOf(value);
    // The selection changes the order of what it looks at; the map's own order is needed once more.
    const selected = selectionOf(size);
    selected.set(worths);
    const highest = nthLowest(selected, size, leaving - 1);
    // Below the limit all go; at the limit as many as are missing, the first comers first.
    let atLimit = leaving;
    for (let index = 0; index < leaving; index++) if (selected[index]! < highest) atLimit--;
    count = 0;
    for (const key of this.#entries.keys()) {
      const worth = worths[count++]!;
      if (worth < highest || (worth === highest && atLimit-- > 0)) this.#entries.delete(key);
    }
    this.#forgotten += leaving;
  }

  #worthOf(value: V): number {
    const worth = this.#worth(value);
    return Number.isNaN(worth) ? -Infinity : worth;
  }
}

/** Where numbers are selected: one place for all maps, for no two are full at the same moment. It is as large as the largest of them. */
let selection = new Float64Array(0);

function selectionOf(size: number): Float64Array {
  if (selection.length < size) selection = new Float64Array(size);
  return selection;
}

/** The number that would stand at place `nth` if the first `count` numbers were sorted (Hoare's selection). Those before it are not higher afterwards. */
function nthLowest(numbers: Float64Array, count: number, nth: number): number {
  let from = 0;
  let to = count - 1;
  while (from < to) {
    const pivot = numbers[(from + to) >> 1]!;
    let left = from;
    let right = to;
    while (left <= right) {
      while (numbers[left]! < pivot) left++;
      while (numbers[right]! > pivot) right--;
      if (left > right) break;
      const lower = numbers[right]!;
      numbers[right--] = numbers[left]!;
      numbers[left++] = lower;
    }
    if (nth <= right) to = right;
    else if (nth >= left) from = left;
    else break;
  }
  return numbers[nth]!;
}
