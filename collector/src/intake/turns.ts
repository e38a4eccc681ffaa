import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Gives whoever waits for this thread a turn after so many pieces of work. The embedded store answers within the call, so a batch of messages
 * would be one piece of some fifty milliseconds in which no page is answered. Who reads has a connection of their own, and waits for no
 * transaction.
 */
export class Turns {
  readonly #pieces: number;
  #done = 0;

  constructor(pieces = 4) {
    this.#pieces = pieces;
  }

  /** After each piece of work. */
  async next(): Promise<void> {
    this.#done += 1;
    if (this.#done % this.#pieces === 0) await nextTurn();
  }
}
