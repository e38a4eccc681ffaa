import type { StateStore } from "../store/state/open-state.ts";
import { audit } from "./audit.ts";

/** A screen that stays open reads again with every change: that is one look, and one line. */
const ONE_LOOK_MS = 10 * 60_000;
/** Looks that are remembered at once; with one more the oldest is forgotten, and would be told again. */
export const MOST_LOOKS = 10_000;

/** Who reads something. */
export interface Look {
  by: string;
  action: string;
  subject: string;
}

/** Writes down who reads evidence, accounts and the record itself: once for a look of ten minutes, and each time for what is taken away as a file. */
export class NoteReads {
  readonly #state: StateStore;
  readonly #now: () => number;
  readonly #looks = new Map<string, number>();

  constructor(state: StateStore, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  get remembered(): number {
    return this.#looks.size;
  }

  /** Before the answer goes out: what cannot be written down is not shown. */
  async note(look: Look, everyTime: boolean): Promise<void> {
    const at = this.#now();
    const key = JSON.stringify([look.by, look.action, look.subject]);
    const before = this.#looks.get(key);
    if (!everyTime && before !== undefined && at - before < ONE_LOOK_MS) return;
    await this.#state.transaction((trx) => audit(trx, { at, ...look }));
    this.#looks.delete(key);
    this.#looks.set(key, at);
    const oldest = this.#looks.keys().next().value;
    if (this.#looks.size > MOST_LOOKS && oldest !== undefined) this.#looks.delete(oldest);
  }
}
