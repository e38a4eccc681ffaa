/** Something that happens at a time. */
interface Event {
  at: number;
  /** Of equal times the one that was asked for first. */
  order: number;
  act: () => void;
}

/** What is to happen, by time: a binary heap, so that a hundred thousand transmitters cost a dozen comparisons each time. */
export class EventQueue {
  readonly #heap: Event[] = [];
  #orders = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** Time of what comes next. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  at(at: number, act: () => void): void {
    const event = { at, order: this.#orders++, act };
    let index = this.#heap.length;
    this.#heap.push(event);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#heap[above]!;
      if (!isBefore(event, parent)) break;
      this.#heap[index] = parent;
      index = above;
    }
    this.#heap[index] = event;
  }

  /** Lets the next thing happen. */
  step(): void {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return;
    if (first !== last) this.#sink(last);
    first.act();
  }

  #sink(event: Event): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++;
      if (!isBefore(heap[below]!, event)) break;
      heap[index] = heap[below]!;
      index = below;
    }
    heap[index] = event;
  }
}

const isBefore = (left: Event, right: Event): boolean =>
  left.at < right.at || (left.at === right.at && left.order < right.order);
