import type { WalkPointRequest } from "@probewarden/contract";
import { LEAST_OF_A_MINUTE_MS } from "@probewarden/contract/figures";

/** A point that is to be kept or taken back. */
export type WalkChange = { pointId: string; point: WalkPointRequest } | { pointId: string; point: undefined };

/** What became of a change that was sent. `away`: nobody answered, and it is sent again. */
export type Sent = "taken" | "refused" | "away";

/** Changes that wait at most: more than a walk has points and second thoughts. */
export const MOST_WAITING = 128;

/**
 * Changes of a walk that wait for the collector, kept in the browser, so that neither a hole in the network nor a closed page loses one. They are
 * sent in their order, one after the other; each names its point, so that one that is sent twice is there once.
 */
export class WalkQueue {
  readonly #storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly #key: string;
  #sending = false;

  constructor(storage: Pick<Storage, "getItem" | "setItem" | "removeItem">, floor: string) {
    this.#storage = storage;
    this.#key = `probewarden.walk.${floor}`;
  }

  get waiting(): readonly WalkChange[] {
    try {
      const kept: unknown = JSON.parse(this.#storage.getItem(this.#key) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isChange).slice(0, MOST_WAITING) : [];
    } catch {
      return [];
    }
  }

  /** False: too many wait already. */
  add(change: WalkChange): boolean {
    const before = this.waiting;
    if (before.length >= MOST_WAITING) return false;
    this.#keep([...before, change]);
    return true;
  }

  clear(): void {
    this.#keep([]);
  }

  /** Sends what waits until nobody answers. Returns the changes that were refused, which are not sent again. One round at a time. */
  async send(send: (change: WalkChange) => Promise<Sent>): Promise<WalkChange[]> {
    const refused: WalkChange[] = [];
    if (this.#sending) return refused;
    this.#sending = true;
    try {
      for (let [next] = this.waiting; next !== undefined; [next] = this.waiting) {
        const sent = await send(next);
        if (sent === "away") break;
        if (sent === "refused") refused.push(next);
        // What was added meanwhile stands behind it.
        this.#keep(this.waiting.slice(1));
      }
    } finally {
      this.#sending = false;
    }
    return refused;
  }

  #keep(changes: readonly WalkChange[]): void {
    if (changes.length === 0) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, JSON.stringify(changes));
  }
}

const isChange = (value: unknown): value is WalkChange =>
  typeof value === "object" && value !== null && "pointId" in value && typeof value.pointId === "string";

const LETTERS = "ghijkmnpqrstuvwxyz";
/** A name for a point that no other has; without letters that could spell an address. */
export const newPointId = (random: () => number = Math.random): string =>
  `point-${Array.from({ length: 10 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join("")}`;

const MINUTE_MS = 60_000;

/** Until when a person has to stand still, from now (epoch milliseconds of the collector): the end of the first minute that counts. */
export function standsUntil(now: number): number {
  const end = Math.ceil(now / MINUTE_MS) * MINUTE_MS;
  return end - now >= LEAST_OF_A_MINUTE_MS ? end : end + MINUTE_MS;
}
