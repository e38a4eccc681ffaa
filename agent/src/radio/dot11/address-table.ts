import { hashAddress } from "./hash-address.ts";

/** No place, and a place that nothing stands in. */
const NONE = -1;
const FIRST_CAPACITY = 16;

/**
 * What a `Map` with addresses (or names' numbers) as keys is, for who looks into it at each frame. V8 keeps no hash of a number beyond 31
 * bits: a `Map` leaves compiled code to work it out at each look, which took a sixteenth of all that a frame costs (perf, ordinary air).
 * Here the numbers stand in arrays of numbers. In the order in which they were put in; deleting while iterating is allowed, adding is not. It
 * bounds nothing: its user does. `seed`: any number, secret where the keys come from the air.
 */
export class AddressTable<V> {
  readonly #seed: number;
  /** In the order in which they came; NaN where one was deleted. */
  #keys = new Float64Array(FIRST_CAPACITY);
  #values: (V | undefined)[] = [];
  #end = 0;
  #size = 0;
  /** The place of the key that was found last: most that is asked of a frame is asked of one address. */
  #latest = 0;
  /** Where each key stands among them, found from its hash on; never more than half full. */
  #places = new Int32Array(2 * FIRST_CAPACITY).fill(NONE);

  constructor(seed = 0) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#size;
  }

  get(key: number): V | undefined {
    if (this.#size === 0) return undefined;
    if (this.#keys[this.#latest] === key) return this.#values[this.#latest];
    const place = this.#places[this.#find(key)]!;
    if (place === NONE) return undefined;
    this.#latest = place;
    return this.#values[place];
  }

  has(key: number): boolean {
    return this.#size > 0 && this.#places[this.#find(key)] !== NONE;
  }

  set(key: number, value: V): void {
    const known = this.#places[this.#find(key)]!;
    if (known !== NONE) {
      this.#values[known] = value;
      return;
    }
    if (this.#end === this.#keys.length) this.#rebuild();
    this.#places[this.#find(key)] = this.#end;
    this.#keys[this.#end] = key;
    this.#values[this.#end] = value;
    this.#end++;
    this.#size++;
  }

  delete(key: number): boolean {
    const at = this.#find(key);
    const place = this.#places[at]!;
    if (place === NONE) return false;
    this.#close(at);
    this.#keys[place] = Number.NaN;
    this.#values[place] = undefined;
    this.#size--;
    return true;
  }

  clear(): void {
    if (this.#end === 0) return;
    this.#keys = new Float64Array(FIRST_CAPACITY);
    this.#values = [];
    this.#end = 0;
    this.#latest = 0;
    this.#size = 0;
    this.#places = new Int32Array(2 * FIRST_CAPACITY).fill(NONE);
  }

  *keys(): IterableIterator<number> {
    for (const [key] of this) yield key;
  }

  *values(): IterableIterator<V> {
    for (const [, value] of this) yield value;
  }

  *[Symbol.iterator](): IterableIterator<[number, V]> {
    for (let place = 0; place < this.#end; place++)
      if (!Number.isNaN(this.#keys[place])) yield [this.#keys[place]!, this.#values[place] as V];
  }

  /** Where among the places a key is, or would be put. */
  #find(key: number): number {
    const mask = this.#places.length - 1;
    let at = hashAddress(key, this.#seed) & mask;
    while (this.#places[at] !== NONE && this.#keys[this.#places[at]!] !== key) at = (at + 1) & mask;
    return at;
  }

  /** Open addressing: what follows in the same run moves up where it may, so that no search ends too early. */
  #close(from: number): void {
    const mask = this.#places.length - 1;
    let gap = from;
    for (let at = (gap + 1) & mask; this.#places[at] !== NONE; at = (at + 1) & mask) {
      const wanted = hashAddress(this.#keys[this.#places[at]!]!, this.#seed) & mask;
      if (((at - wanted) & mask) < ((at - gap) & mask)) continue;
      this.#places[gap] = this.#places[at]!;
      gap = at;
    }
    this.#places[gap] = NONE;
  }

  /** The room that deleted ones left is used again; twice as much is made where there is little of it. */
  #rebuild(): void {
    const entries = [...this];
    const capacity = this.#keys.length * (this.#size > this.#keys.length / 2 ? 2 : 1);
    this.#keys = new Float64Array(capacity);
    this.#values = [];
    this.#places = new Int32Array(2 * capacity).fill(NONE);
    this.#end = 0;
    this.#latest = 0;
    for (const [key, value] of entries) {
      this.#places[this.#find(key)] = this.#end;
      this.#keys[this.#end] = key;
      this.#values[this.#end] = value;
      this.#end++;
    }
  }
}
