/** Places of taken items at the front that are kept before the others move up. */
const TAKEN_PLACES = 1_024;

/** First in, first out. Taking one does not move all others, as an array does. */
export class Fifo<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  push(item: T): void {
    this.#items.push(item);
  }

  /** Takes the oldest item; undefined when there is none. */
  shift(): T | undefined {
    if (this.#head >= this.#items.length) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.#head >= TAKEN_PLACES && 2 * this.#head >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** Puts another item in the place of each, or none where `change` gives none. */
  change(change: (item: T) => T | undefined): void {
    const items = this.#items.slice(this.#head) as T[];
    this.#items = items.flatMap((item) => change(item) ?? []);
    this.#head = 0;
  }
}
