import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { KeptConnection } from "../store/state/kept-connection.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { readWord, spellChanges, spellSign } from "./change-words.ts";
import type { Change, ChangeFeed, ChangeKind, ChangeListener } from "./change-feed.ts";

const CHANNEL = "probewarden_changes";
/** How long changes are gathered before they are told: what changes ten times in it is told once. */
const GATHER_MS = 50;
/** Milliseconds until what could not be told is tried again. */
const AGAIN_MS = 1_000;
/** Milliseconds for what is still to be told at the end. */
const LAST_WORD_MS = 1_000;
/** Changes that may wait; what is more is told as one `resync`. */
const MOST_WAITING = 10_000;
/** How often each collector says that it is there, and after how long without a word it is taken for dead. */
const HERE_MS = 2_000;
const DEAD_MS = 7_000;
/** Collectors that are remembered. */
const MOST_PEERS = 256;

export interface PostgresFeedParts {
  state: StateStore;
  /** `postgres://user@host/db` */
  url: string;
  /** Milliseconds of a clock that nobody sets. */
  steady: () => number;
  failed: (error: unknown) => void;
  hereMs?: number;
  deadMs?: number;
}

/**
 * Changes by PostgreSQL's NOTIFY, told after their transaction: within it every commit of every venue would wait for one lock of the whole
 * server. What is lost for that reason, when a collector dies between the commit and the word, is made good by its silence: a collector
 * that was there and says nothing any more means `resync`. So does a listening connection that was away.
 */
export class PostgresFeed implements ChangeFeed {
  readonly #parts: PostgresFeedParts;
  readonly #name = randomUUID();
  readonly #listeners: ChangeListener[] = [];
  readonly #connection: KeptConnection;
  readonly #peers = new Map<string, number>();
  #waiting = new Map<ChangeKind, Set<string>>();
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #hasListened = false;

  constructor(parts: PostgresFeedParts) {
    this.#parts = parts;
    this.#connection = new KeptConnection({
      url: parts.url,
      lookMs: parts.hereMs ?? HERE_MS,
      opened: async (client) => {
        client.on("notification", ({ payload }) => this.#hear(payload ?? ""));
        await client.query(`listen ${CHANNEL}`);
        // What was told meanwhile was told to nobody here.
        if (this.#hasListened) this.#toHere({ kind: "resync", id: "" });
        this.#hasListened = true;
      },
      look: async (client) => {
        await client.query("select pg_notify($1, $2)", [CHANNEL, spellSign(this.#name, "here")]);
        this.#missPeers();
      },
      // Nobody can be heard now, and nobody is to be missed for that.
      lost: () => this.#peers.clear(),
    });
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change, true);
    this.#wait(change);
  }

  listen(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    await this.#connection.start();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    const last = this.#flush().then(() => this.#notify([spellSign(this.#name, "bye")]));
    // A server that does not answer is not waited for: the others miss this collector, and read everything anew.
    await Promise.race([last.catch(() => undefined), delay(LAST_WORD_MS)]);
    clearTimeout(this.#timer);
    await this.#connection.stop();
  }

  get trouble(): Error | undefined {
    return this.#connection.trouble;
  }

  /** Changes that have yet to be told. */
  get waiting(): number {
    return this.#count;
  }

  #wait({ kind, id }: Change): void {
    const ids = this.#waiting.get(kind) ?? new Set();
    this.#waiting.set(kind, ids);
    if (!ids.has(id)) this.#count += 1;
    ids.add(id);
    if (this.#count > MOST_WAITING) {
      this.#waiting = new Map([["resync", new Set([""])]]);
      this.#count = 1;
    }
    this.#timer ??= setTimeout(() => void this.#flush(), GATHER_MS);
  }

  #flush(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      this.#timer = undefined;
      const told = this.#waiting;
      this.#waiting = new Map();
      this.#count = 0;
      if (told.size === 0) return;
      try {
        await this.#notify(spellChanges(this.#name, told));
      } catch (error) {
        this.#parts.failed(error);
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.#flush(), AGAIN_MS);
        for (const [kind, ids] of told) for (const id of ids) this.#wait({ kind, id });
      }
    });
    return this.#turn;
  }

  async #notify(payloads: readonly string[]): Promise<void> {
    await sql`select pg_notify(${CHANNEL}, word) from unnest(${payloads}::text[]) as word`.execute(
      this.#parts.state.db,
    );
  }

  #hear(payload: string): void {
    const word = readWord(payload);
    if (word === undefined || word.from === this.#name) return;
    if (word.kind === "bye") this.#peers.delete(word.from);
    else if (this.#peers.has(word.from) || this.#peers.size < MOST_PEERS)
      this.#peers.set(word.from, this.#parts.steady());
    for (const change of word.changes) this.#toHere(change);
  }

  /** What a collector that died had stored and told nobody is read anew. */
  #missPeers(): void {
    const { steady, deadMs } = this.#parts;
    for (const [name, heardAt] of this.#peers) {
      if (steady() - heardAt <= (deadMs ?? DEAD_MS)) continue;
      this.#peers.delete(name);
      this.#toHere({ kind: "resync", id: "" });
    }
  }

  #toHere(change: Change): void {
    for (const listener of this.#listeners) listener(change, false);
  }
}
