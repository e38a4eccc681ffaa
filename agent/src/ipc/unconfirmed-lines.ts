/** A line as the socket gets it. */
export interface QueuedLine {
  text: string;
  bytes: number;
  type: string;
}

interface NumberedLine extends QueuedLine {
  /** When the socket got it, in milliseconds of the monotonic clock; undefined while it waits. */
  sentAt: number | undefined;
}

/** Empty places at the front of the array before it is cut: cutting copies the array, so it is done for many lines at once. */
const FORGOTTEN_PLACES = 1_024;

/**
 * Numbered lines that nobody has confirmed, oldest first: some wait to be sent, the others were sent. Adding, sending and confirming a
 * line cost the same however many lines there are; only sending all of them again takes longer with more.
 */
export class UnconfirmedLines {
  /** Line n stands at place n - first; a place is empty once its line is forgotten. */
  #places: (NumberedLine | undefined)[] = [];
  #first = 1;
  /** Number of the oldest line, of the first that may wait, and of the next that is added. */
  #oldest = 1;
  #waiting = 1;
  #next = 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number that the next line gets. */
  get nextNumber(): number {
    return this.#next;
  }

  /** Number of the oldest line; undefined when there is none. */
  get oldest(): number | undefined {
    return this.#size === 0 ? undefined : this.#oldest;
  }

  /** Puts a line at the end, under {@link nextNumber}. */
  add(line: QueuedLine): void {
    this.#places.push({ ...line, sentAt: undefined });
    this.#next++;
    this.#size++;
    if (this.#size === 1) this.#oldest = this.#next - 1;
  }

  /** Takes the oldest line that waits: it stays here, as sent `now`. Undefined when none waits. */
  send(now: number): QueuedLine | undefined {
    while (this.#waiting < this.#next) {
      const line = this.#places[this.#waiting++ - this.#first];
      if (line === undefined || line.sentAt !== undefined) continue;
      line.sentAt = now;
      return line;
    }
    return undefined;
  }

  /** Lines that were sent before a moment wait again, before those that were never sent. */
  sendAgain(sentBefore: number): void {
    for (let number = this.#next - 1; number >= this.#oldest; number--) {
      const line = this.#places[number - this.#first];
      if (line?.sentAt === undefined || line.sentAt >= sentBefore) continue;
      line.sentAt = undefined;
      this.#waiting = Math.min(this.#waiting, number);
    }
  }

  /** Forgets a line; undefined when it is not here. */
  delete(number: number): QueuedLine | undefined {
    const line = this.#places[number - this.#first];
    if (line === undefined) return undefined;
    this.#places[number - this.#first] = undefined;
    this.#size--;
    while (this.#oldest < this.#next && this.#places[this.#oldest - this.#first] === undefined) this.#oldest++;
    this.#moveUp();
    return line;
  }

  /** Changes what lines say; each keeps its number, and whether it was sent. */
  change(change: (line: QueuedLine) => QueuedLine): void {
    for (const line of this.#places) if (line !== undefined) Object.assign(line, change(line));
  }

  #moveUp(): void {
    const empty = this.#oldest - this.#first;
    if (empty < FORGOTTEN_PLACES || 2 * empty < this.#places.length) return;
    this.#places = this.#places.slice(empty);
    this.#first = this.#oldest;
    this.#waiting = Math.max(this.#waiting, this.#first);
  }
}
