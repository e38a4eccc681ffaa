/** Work that is done one after the other, in the order in which it was asked for. */
export class OneAtATime {
  #last: Promise<void> = Promise.resolve();

  /** Does it when all that was asked for before has ended. A failed one is told to its caller, and does not stop the ones behind it. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }
}
