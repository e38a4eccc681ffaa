import { MOST_WAITING, MOST_WAITING_OF_NETWORK } from "./broker-limits.ts";

/** A connection on which nobody has signed in. */
export interface Waiting {
  /** Of its network. */
  drawer: number;
  /** Whether it has sent anything. */
  spoke: boolean;
  close: () => void;
}

/**
 * Connections that have not signed in, and how many there may be. Where there are too many, one that has said nothing goes first, the
 * oldest: so whoever opens thousands pushes out their own, and a sensor, which speaks at once, gets through. Who has signed in is not
 * in here, and is never pushed out.
 */
export class WaitingRoom {
  readonly #crowds = new Map<number, { silent: Set<Waiting>; speaking: Set<Waiting> }>();
  readonly #all: { silent: Set<Waiting>; speaking: Set<Waiting> } = { silent: new Set(), speaking: new Set() };
  readonly #most: number;
  readonly #mostOfNetwork: number;

  constructor(most = MOST_WAITING, mostOfNetwork = MOST_WAITING_OF_NETWORK) {
    this.#most = most;
    this.#mostOfNetwork = mostOfNetwork;
  }

  get size(): number {
    return this.#all.silent.size + this.#all.speaking.size;
  }

  /** Takes a new connection, and closes another one where there is no room. */
  enter(waiting: Waiting): void {
    const crowd = this.#crowds.get(waiting.drawer) ?? { silent: new Set(), speaking: new Set() };
    this.#crowds.set(waiting.drawer, crowd);
    const goes =
      crowd.silent.size + crowd.speaking.size >= this.#mostOfNetwork
        ? firstOf(crowd)
        : this.size >= this.#most
          ? firstOf(this.#all)
          : undefined;
    if (goes !== undefined) {
      this.leave(goes);
      goes.close();
      this.#crowds.set(waiting.drawer, crowd);
    }
    for (const sets of [crowd, this.#all]) sets[waiting.spoke ? "speaking" : "silent"].add(waiting);
  }

  /** It has sent its first octet. */
  speaks(waiting: Waiting): void {
    const crowd = this.#crowds.get(waiting.drawer);
    if (crowd?.silent.delete(waiting) !== true) return;
    this.#all.silent.delete(waiting);
    waiting.spoke = true;
    crowd.speaking.add(waiting);
    this.#all.speaking.add(waiting);
  }

  /** It has signed in, or is closed. */
  leave(waiting: Waiting): void {
    const crowd = this.#crowds.get(waiting.drawer);
    for (const sets of [crowd, this.#all]) {
      sets?.silent.delete(waiting);
      sets?.speaking.delete(waiting);
    }
    if (crowd !== undefined && crowd.silent.size + crowd.speaking.size === 0) this.#crowds.delete(waiting.drawer);
  }

  /** Closes all. */
  clear(): void {
    for (const waiting of [...this.#all.silent, ...this.#all.speaking]) {
      this.leave(waiting);
      waiting.close();
    }
  }
}

function firstOf({ silent, speaking }: { silent: Set<Waiting>; speaking: Set<Waiting> }): Waiting | undefined {
  const [first] = silent.size > 0 ? silent : speaking;
  return first;
}
