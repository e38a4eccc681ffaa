/** The moment of a plan that plays. It goes on thirty times a second beside React, and what follows it draws by itself. */
export class PlayClock {
  #at: number;
  readonly #listeners = new Set<() => void>();

  constructor(at: number) {
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  /** Goes to a moment, and tells everybody who follows. */
  go(at: number): void {
    this.#at = at;
    for (const listener of this.#listeners) listener();
  }

  /** @returns ends it */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
}

/** What is drawn while a plan plays: the frame of the moment, and when there is another. The same frame is the same object. */
export interface Moving<Frame> {
  frame: () => Frame;
  subscribe: (listener: () => void) => () => void;
}

/** The same with something made of each frame, once. */
export function movingOf<Frame extends object, Made>(
  { frame, subscribe }: Moving<Frame>,
  make: (frame: Frame) => Made,
): Moving<Made> {
  const made = new WeakMap<Frame, { value: Made }>();
  return {
    subscribe,
    frame: () => {
      const own = frame();
      const before = made.get(own);
      if (before !== undefined) return before.value;
      const value = make(own);
      made.set(own, { value });
      return value;
    },
  };
}
