import { ApiFailure, mayPass } from "../../api/client.ts";

/** What a technician does from the ladder; each kind once for each sensor in a queue, the later one in the place of the earlier. */
export type ActKind = "claim" | "name" | "place" | "photo" | "heard";

/** One act as it is sent. Its body says what was seen before, so that said twice it is done once (`collector/src/api/setup.ts`). */
export interface Act {
  id: string;
  kind: ActKind;
  /** Of which sensor; of a claim the code, for nobody knows yet whose it is. */
  of: string;
  method: "POST" | "PUT";
  path: string;
  body: Record<string, unknown>;
}

/** One that the collector refused: it is not sent again, and stays in sight until somebody has read it. */
export interface RefusedAct extends Pick<Act, "id" | "kind" | "of"> {
  code: string;
}

export interface Queued {
  waiting: readonly Act[];
  refused: readonly RefusedAct[];
  /** Why nothing is sent at the moment. */
  held: "no-connection" | "sign-in" | undefined;
}

/** Most acts that wait: a hall's worth, and what a phone keeps for a page. */
export const MOST_ACTS = 60;
const MOST_REFUSED = 20;
/** The browser's store could not take it: photos have filled it. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
}

type Kept = Pick<Queued, "waiting" | "refused">;
const EMPTY: Kept = { waiting: [], refused: [] };

/**
 * Acts that wait for a connection, in the browser's own store, so that they outlive the page: sent one after the other, in their order. What was
 * sent and not answered is sent again. They belong to one account: another one on the same phone neither sees nor sends them.
 */
export class ActQueue {
  readonly #store: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly #key: string;
  readonly #send: (act: Act) => Promise<unknown>;
  readonly #listeners = new Set<() => void>();
  #now: Queued;
  #running: Promise<void> | undefined;
  #inFlight: string | undefined;

  constructor(
    store: Pick<Storage, "getItem" | "setItem" | "removeItem">,
    account: string,
    send: (act: Act) => Promise<unknown>,
  ) {
    this.#store = store;
    this.#key = `probewarden.ladder.${account}`;
    this.#send = send;
    this.#now = { ...this.#read(), held: undefined };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  readonly snapshot = (): Queued => this.#now;

  /**
   * Puts an act behind the others. One of the same kind for the same sensor that has not been sent is replaced; what was seen before it stays
   * what was seen. @throws QueueFull
   */
  add(act: Act): void {
    const { waiting } = this.#now;
    const before = waiting.find((one) => one.kind === act.kind && one.of === act.of && one.id !== this.#inFlight);
    const seen = before !== undefined && "before" in before.body ? { before: before.body["before"] } : {};
    const next = [...waiting.filter((one) => one !== before), { ...act, body: { ...act.body, ...seen } }];
    if (next.length > MOST_ACTS) throw new QueueFull();
    this.#keep({
      waiting: next,
      refused: this.#now.refused.filter((one) => one.kind !== act.kind || one.of !== act.of),
    });
  }

  /** Somebody has read why it was refused. */
  dismiss(id: string): void {
    this.#keep({ ...this.#now, refused: this.#now.refused.filter((one) => one.id !== id) });
  }

  /** Sends what waits, until it is empty or nobody answers. One at a time, however often it is asked for. */
  run(): Promise<void> {
    this.#running ??= this.#drain().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #drain(): Promise<void> {
    for (;;) {
      const [act] = this.#now.waiting;
      if (act === undefined) return this.#hold(undefined);
      this.#inFlight = act.id;
      try {
        await this.#send(act);
        this.#settle(act);
      } catch (failure) {
        if (!(failure instanceof ApiFailure) || mayPass(failure)) return this.#hold("no-connection");
        if (failure.status === 401) return this.#hold("sign-in");
        this.#settle(act, failure.code);
      } finally {
        this.#inFlight = undefined;
      }
    }
  }

  #settle(act: Act, code?: string): void {
    const { waiting, refused } = this.#now;
    const { id, kind, of } = act;
    this.#keep({
      waiting: waiting.filter((one) => one.id !== id),
      refused: code === undefined ? refused : [...refused, { id, kind, of, code }].slice(-MOST_REFUSED),
    });
  }

  #hold(held: Queued["held"]): void {
    if (this.#now.held !== held) this.#tell({ ...this.#now, held });
  }

  #keep(kept: Kept): void {
    const { waiting, refused } = kept;
    try {
      if (waiting.length + refused.length === 0) this.#store.removeItem(this.#key);
      else this.#store.setItem(this.#key, JSON.stringify({ waiting, refused }));
    } catch (cause) {
      throw new QueueFull("the browser's store is full", { cause });
    }
    this.#tell({ ...this.#now, waiting, refused });
  }

  #tell(now: Queued): void {
    this.#now = now;
    for (const listener of this.#listeners) listener();
  }

  #read(): Kept {
    try {
      const kept = JSON.parse(this.#store.getItem(this.#key) ?? "null") as Partial<Kept> | null;
      return { waiting: kept?.waiting ?? [], refused: kept?.refused ?? [] };
    } catch {
      return EMPTY;
    }
  }
}
