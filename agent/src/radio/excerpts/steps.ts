import type { Turns } from "../capture/paced-frames.ts";

/** Work in short steps: behind each `yield` it may wait for another turn of the event loop, in which frames were heard. */
export type Steps<T = void> = Generator<undefined, T>;

/**
 * Milliseconds of one turn of the event loop in which steps are done, beside the frames that are judged in it: half as long as theirs, for what is heard
 * comes first. A step takes some tenths of a millisecond once its code is compiled, and some milliseconds the first time.
 */
const TURN_MS = 5;

/** Does all steps now. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Does one work after another, a few milliseconds of each turn of the event loop; where it is given none to wait for, at once. */
export class InTurns {
  readonly #turns: Turns | undefined;
  readonly #works: Steps[] = [];
  #isDue = false;

  constructor(turns?: Turns) {
    this.#turns = turns;
  }

  /** Takes a work; the caller bounds how many wait. It is begun in the next turn, or done when this returns. */
  add(work: Steps): void {
    this.#works.push(work);
    if (this.#turns === undefined) this.finish();
    else this.#ask(this.#turns);
  }

  /** Does now whatever waits: the process stops. */
  finish(): void {
    this.#do(() => true);
  }

  #ask(turns: Turns): void {
    if (this.#isDue) return;
    this.#isDue = true;
    turns.nextTurn(() => {
      this.#isDue = false;
      const until = turns.nowMs() + TURN_MS;
      this.#do(() => turns.nowMs() < until);
      if (this.#works.length > 0) this.#ask(turns);
    });
  }

  #do(hasTime: () => boolean): void {
    for (let [work] = this.#works; work !== undefined && hasTime(); [work] = this.#works)
      if (work.next().done === true) this.#works.shift();
  }
}
