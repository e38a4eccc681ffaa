import type { Client } from "pg";
import { KeptConnection } from "../store/state/kept-connection.ts";

/** Keys of the advisory lock of the one that leads; those of venues begin with another number. */
const LEAD_LOCK = [0x7078, 1];

/** What runs on one collector at a time. */
export interface Duty {
  start: () => unknown;
  /** Undoes all of `start`. */
  stop: () => unknown;
}

/** A duty out of what begins it and answers how to end it. */
export function dutyOf(begin: () => () => void): Duty {
  let end: (() => void) | undefined;
  return {
    start: () => {
      end = begin();
    },
    stop: () => end?.(),
  };
}

export interface LeadParts {
  /** `postgres://user@host/db`; absent: an embedded store, whose one process always leads. */
  url?: string;
  duties: readonly Duty[];
  /** False: another one could do the duties, and this one cannot; it leaves the lead to it. Absent: always. */
  mayLead?: () => Promise<boolean>;
  /** Called when it begins to lead, before its duties start, and when it does no more; an embedded store's leads without a word. */
  changed?: (leads: boolean) => void;
  failed: (error: unknown) => void;
  /** How often the lock is asked for or looked at, and after how long without that the server gives it to another. */
  lookMs?: number;
  idleMs?: number;
}

/**
 * Whether this collector is the one that does what must be done once: it holds PostgreSQL's advisory lock, on a connection of its own. The
 * lock ends with the connection, so another takes over when this one dies, stands still or is cut off. Between the two a duty may run
 * twice or not at all for some seconds: each bears both.
 */
export class Lead {
  readonly #parts: LeadParts;
  readonly #connection: KeptConnection | undefined;
  #leads: boolean;
  /** Duties that were started, the last first. */
  readonly #running: Duty[] = [];
  #stopped = false;
  /** One change at a time: nothing starts before its end has ended. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: LeadParts) {
    this.#parts = parts;
    const { url, lookMs, idleMs } = parts;
    this.#leads = url === undefined;
    this.#connection =
      url === undefined
        ? undefined
        : new KeptConnection({
            url,
            opened: () => Promise.resolve(),
            look: (client) => this.#ask(client),
            lost: () => this.#become(false),
            ...(lookMs === undefined ? {} : { lookMs }),
            ...(idleMs === undefined ? {} : { idleMs }),
          });
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** Why it can neither lead nor see who does. */
  get trouble(): Error | undefined {
    return this.#connection?.trouble;
  }

  /** Resolves after the first attempt, and when the duties have started if it leads then. */
  async start(): Promise<void> {
    if (this.#connection === undefined) await this.#begin();
    else await this.#connection.start();
    await this.#turn;
  }

  /** Gives the lead up, so that another takes over at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#become(false);
    await this.#turn;
    await this.#connection?.stop();
  }

  async #ask(client: Client): Promise<void> {
    const may = (await this.#parts.mayLead?.()) ?? true;
    if (this.#leads && may) {
      await client.query("select 1");
      return;
    }
    if (this.#leads) {
      this.#become(false);
      // Not before the duties have ended: whoever takes over begins them.
      await this.#turn;
      await client.query("select pg_advisory_unlock($1, $2)", LEAD_LOCK);
      return;
    }
    if (!may) {
      await client.query("select 1");
      return;
    }
    // The lock is this session's own until it ends, and would be given again.
    if (this.#stopped) return;
    const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1, $2) as taken", LEAD_LOCK);
    if (rows[0]?.taken === true && !this.#stopped) this.#become(true);
  }

  #become(leads: boolean): void {
    if (this.#leads === leads) return;
    this.#leads = leads;
    this.#parts.changed?.(leads);
    this.#turn = this.#turn.then(() => (leads ? this.#begin() : this.#end()));
  }

  /** A duty that cannot begin keeps no other from it. */
  async #begin(): Promise<void> {
    for (const duty of this.#parts.duties) {
      this.#running.unshift(duty);
      await this.#try(duty.start);
    }
  }

  async #end(): Promise<void> {
    for (const duty of this.#running.splice(0)) await this.#try(duty.stop);
  }

  async #try(step: () => unknown): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#parts.failed(error);
    }
  }
}
