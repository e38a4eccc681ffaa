import { ApiFailure, mayPass } from "./client.ts";

/** What waits to be sent. */
export interface Waits {
  /** Of nobody else in its queue. */
  id: string;
}

/** One that the collector refused: it is not sent again, and stays in sight until somebody has read it. */
export interface Refusal extends Waits {
  /** The collector's code of why. */
  code: string;
}

export interface Queued<T extends Waits, R extends Refusal = Refusal> {
  waiting: readonly T[];
  refused: readonly R[];
  /** Why nothing is sent at the moment. */
  held: "no-connection" | "sign-in" | undefined;
}

/** How a queue treats what is in it. */
export interface QueueRules<T extends Waits, R extends Refusal> {
  /** Most that wait; and most refusals that are kept. */
  most: number;
  mostRefused: number;
  /** Whether what stands in the browser's store is one: anything may have written there. */
  isOne: (value: unknown) => value is T;
  /** Sends one; throws what the collector answers. Sent twice it must be done once: what was not answered is sent again. */
  send: (one: T) => Promise<unknown>;
  /** What is kept of one that was refused. */
  refusalOf: (one: T, code: string) => R;
  /** What stands in the place of both, where `next` makes one needless that waits; undefined where it does not. */
  join?: (waiting: T, next: T) => T | undefined;
  /** Whether a refusal needs no more to be read, for what is added does it anew. */
  settles?: (refused: R, next: T) => boolean;
}

/** Too many wait, or the browser's store could not take it. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
}

/** Where a queue is kept. */
type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/**
 * What waits for a connection, in the browser's own store, so that neither a hole in the network nor a closed page loses it: sent one after the
 * other, in their order. A queue belongs to one account: another one on the same phone neither sees nor sends what is in it.
 */
export class KeptQueue<T extends Waits, R extends Refusal = Refusal> {
  readonly #store: Store;
  readonly #key: string;
  readonly #rules: QueueRules<T, R>;
  readonly #listeners = new Set<() => void>();
  #now: Queued<T, R>;
  #running: Promise<void> | undefined;
  #inFlight: string | undefined;

  /** `name`: of what waits in it; of each name and account there is one. */
  constructor(store: Store, name: string, account: string, rules: QueueRules<T, R>) {
    this.#store = store;
    this.#key = `probewarden.${name}.${account}`;
    this.#rules = rules;
    this.#now = { ...this.#read(), held: undefined };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  readonly snapshot = (): Queued<T, R> => this.#now;

  /** Puts one behind the others; one that it makes needless is gone, unless that is on its way. @throws QueueFull */
  add(next: T): void {
    const { join, settles } = this.#rules;
    let joined = next;
    const others = this.#now.waiting.filter((one) => {
      const both = one.id === this.#inFlight ? undefined : join?.(one, next);
      joined = both ?? joined;
      return both === undefined;
    });
    if (others.length >= this.#rules.most) throw new QueueFull();
    const refused = this.#now.refused.filter((one) => !settles?.(one, next));
    this.#keep({ waiting: [...others, joined], refused });
  }

  /** Somebody has read why it was refused. */
  dismiss(id: string): void {
    this.#keep({ ...this.#now, refused: this.#now.refused.filter((one) => one.id !== id) });
  }

  /** Nothing of it is wanted any more. */
  clear(): void {
    this.#keep({ waiting: [], refused: [] });
  }

  /** Sends what waits, until it is empty or nobody answers. One at a time, however often it is asked for. */
  run(): Promise<void> {
    this.#running ??= this.#drain().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #drain(): Promise<void> {
    for (;;) {
      const [one] = this.#now.waiting;
      if (one === undefined) return this.#hold(undefined);
      this.#inFlight = one.id;
      try {
        await this.#rules.send(one);
        this.#settle(one);
      } catch (failure) {
        if (!(failure instanceof ApiFailure) || mayPass(failure)) return this.#hold("no-connection");
        if (failure.status === 401) return this.#hold("sign-in");
        this.#settle(one, failure.code);
      } finally {
        this.#inFlight = undefined;
      }
    }
  }

  #settle(one: T, code?: string): void {
    const { waiting, refused } = this.#now;
    const { mostRefused, refusalOf } = this.#rules;
    this.#keep({
      waiting: waiting.filter(({ id }) => id !== one.id),
      refused: code === undefined ? refused : [...refused, refusalOf(one, code)].slice(-mostRefused),
    });
  }

  #hold(held: Queued<T, R>["held"]): void {
    if (this.#now.held !== held) this.#tell({ ...this.#now, held });
  }

  #keep({ waiting, refused }: Pick<Queued<T, R>, "waiting" | "refused">): void {
    try {
      if (waiting.length + refused.length === 0) this.#store.removeItem(this.#key);
      else this.#store.setItem(this.#key, JSON.stringify({ waiting, refused }));
    } catch (cause) {
      throw new QueueFull("the browser's store is full", { cause });
    }
    this.#tell({ ...this.#now, waiting, refused });
  }

  #tell(now: Queued<T, R>): void {
    this.#now = now;
    for (const listener of this.#listeners) listener();
  }

  #read(): Pick<Queued<T, R>, "waiting" | "refused"> {
    const { most, mostRefused, isOne } = this.#rules;
    try {
      const kept = JSON.parse(this.#store.getItem(this.#key) ?? "null") as {
        waiting?: unknown;
        refused?: unknown;
      } | null;
      const waiting = Array.isArray(kept?.waiting) ? kept.waiting.filter(isOne).slice(0, most) : [];
      const refused = Array.isArray(kept?.refused)
        ? kept.refused.filter((one): one is R => isRefusal(one)).slice(-mostRefused)
        : [];
      return { waiting, refused };
    } catch {
      return { waiting: [], refused: [] };
    }
  }
}

/** Whether a value has these texts; what else it has is looked at where it is used. */
export const hasTexts = <K extends string>(value: unknown, ...names: readonly K[]): value is Record<K, string> =>
  typeof value === "object" &&
  value !== null &&
  names.every((name) => typeof (value as Partial<Record<K, unknown>>)[name] === "string");

const isRefusal = (value: unknown): value is Refusal => hasTexts(value, "id", "code");
