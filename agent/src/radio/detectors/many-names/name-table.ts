/**
 * What is known of each name of one BSSID. Nearly every BSSID has one name, and a flood invents thousands of them, so the first needs no
 * map: that is made for the second.
 */
export class NameTable<V> {
  #firstName = 0;
  #first: V | undefined;
  #more: Map<number, V> | undefined;

  get size(): number {
    return this.#more?.size ?? (this.#first === undefined ? 0 : 1);
  }

  get(name: number): V | undefined {
    if (this.#more !== undefined) return this.#more.get(name);
    return this.#firstName === name ? this.#first : undefined;
  }

  has(name: number): boolean {
    return this.get(name) !== undefined;
  }

  set(name: number, value: V): void {
    if (this.#more !== undefined) this.#more.set(name, value);
    else if (this.#first === undefined || this.#firstName === name) {
      this.#firstName = name;
      this.#first = value;
    } else
      this.#more = new Map([
        [this.#firstName, this.#first],
        [name, value],
      ]);
  }

  delete(name: number): void {
    if (this.#more !== undefined) this.#more.delete(name);
    else if (this.#firstName === name) this.#first = undefined;
  }

  /** Names in the order in which they were first heard. */
  [Symbol.iterator](): IterableIterator<[number, V]> {
    if (this.#more !== undefined) return this.#more[Symbol.iterator]();
    const only: [number, V][] = this.#first === undefined ? [] : [[this.#firstName, this.#first]];
    return only[Symbol.iterator]();
  }
}
