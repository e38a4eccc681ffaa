/**
 * From so many messages a second on, a batch waits further, in so many steps at most, until it has some: a commit costs the same for one
 * message as for thirty. As many as a sensor has under way at most: one that sends what it kept through an outage is answered at once.
 */
const CROWD = { messagesPerSecond: 48, messages: 32, steps: 10 };
/** Milliseconds of one measurement. */
const SPAN_MS = 1000;

/** Whether so many sensors speak that it pays to wait for the next message. */
export class Crowd {
  /** Of the last whole second in which something came. */
  #perSecond = 0;
  #since = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** A message came at this instant, by the clock of those who receive. */
  note(at: number): void {
    const elapsed = at - this.#since;
    // A clock that was set back begins a second anew.
    if (elapsed >= SPAN_MS || elapsed < 0) {
      this.#perSecond = elapsed > 0 ? (this.#count * 1000) / elapsed : 0;
      this.#since = at;
      this.#count = 0;
    }
    this.#count++;
  }

  /** Whether a batch of so many messages, which has waited so many steps, waits another. */
  waits(messages: number, steps: number): boolean {
    return this.#perSecond >= CROWD.messagesPerSecond && messages < CROWD.messages && steps < CROWD.steps;
  }
}
