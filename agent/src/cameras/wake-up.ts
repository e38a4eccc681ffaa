/** A round that a Hello has called for begins so long after the last such one: anybody can say Hello, as often as they like. */
const PAUSE_MILLISECONDS = 60 * 60_000;

/** Ends the wait for the next round when a camera has said Hello, once an hour at most; what is said earlier waits for that hour to end. */
export class WakeUp {
  readonly #now: () => number;
  #lastAt = Number.NEGATIVE_INFINITY;
  #isCalled = false;
  #wake: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param now clock in milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** A camera has said Hello. */
  call(): void {
    this.#isCalled = true;
    this.#wakeInTime();
  }

  /** Begins a wait. @returns what aborts when the wait is over, by a call or by `further` */
  begin(further: AbortSignal): { signal: AbortSignal; end: () => void } {
    const waking = new AbortController();
    this.#wake = () => waking.abort();
    if (this.#isCalled) this.#wakeInTime();
    return {
      signal: AbortSignal.any([waking.signal, further]),
      end: () => {
        this.#wake = undefined;
        clearTimeout(this.#timer);
        this.#timer = undefined;
      },
    };
  }

  #wakeInTime(): void {
    if (this.#wake === undefined || this.#timer !== undefined) return;
    // A clock that was set back makes nobody wait for longer.
    const since = Math.max(0, this.#now() - this.#lastAt);
    this.#timer = setTimeout(
      () => {
        this.#isCalled = false;
        this.#lastAt = this.#now();
        this.#wake?.();
      },
      Math.max(0, PAUSE_MILLISECONDS - since),
    );
  }
}
