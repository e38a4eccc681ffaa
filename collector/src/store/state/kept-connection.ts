import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";

/** Milliseconds between two looks whether the connection is there, and between two attempts to open it. */
const LOOK_MS = 1_000;
/** Milliseconds after which an answer that does not come means that the server is away. */
const ANSWER_MS = 5_000;
/** Milliseconds that a server has to take note that we go. */
const GOOD_BYE_MS = 1_000;
/** Attempts in a row that must fail before that is told: a server that is restarted stays below. */
const TOLD_AFTER = 5;
/** Our connections as the server and whoever looks at it see them. */
const NAME = "probewarden-collector";

/** Milliseconds after which the server ends a session of which it heard nothing. */
const IDLE_MS = 20_000;

/**
 * For how long the server keeps what a connection holds after its collector went without a word: its machine lost power (TCP's own signs of
 * life), or the process stands still (we ask every second or two). An older PostgreSQL knows no `idle_session_timeout`, and does without.
 */
const settings = (idleMs: number): string[] => [
  "set tcp_keepalives_idle = 5",
  "set tcp_keepalives_interval = 5",
  "set tcp_keepalives_count = 3",
  `set tcp_user_timeout = ${IDLE_MS}`,
  `set idle_session_timeout = ${idleMs}`,
];

export interface KeptConnectionParts {
  /** `postgres://user@host/db` */
  url: string;
  /** Called with each new connection before it is used. */
  opened: (client: Client) => Promise<unknown>;
  /** Called every second with the connection; a failure ends it. */
  look: (client: Client) => Promise<unknown>;
  /** Called when a connection that was opened has ended, or does not answer any more. */
  lost: () => void;
  lookMs?: number;
  idleMs?: number;
}

/**
 * One connection to PostgreSQL of its own, for what lives as long as a session does: it is opened again and again until `stop`. Not one of
 * the pool, and not one through a pooler that shares sessions.
 */
export class KeptConnection {
  readonly #parts: KeptConnectionParts;
  #client: Client | undefined;
  #working: Promise<void> | undefined;
  #failures = 0;
  #cause: Error | undefined;
  readonly #stopped = new AbortController();

  constructor(parts: KeptConnectionParts) {
    this.#parts = parts;
  }

  /** Why there is no connection, when that has been so for some attempts. */
  get trouble(): Error | undefined {
    return this.#failures >= TOLD_AFTER ? this.#cause : undefined;
  }

  /** Resolves after the first attempt, well or not. */
  async start(): Promise<void> {
    await this.#attempt();
    this.#working = this.#keep();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    // A server that does not answer is not waited for.
    await Promise.race([this.#working, delay(GOOD_BYE_MS)]);
    const client = this.#client;
    this.#drop();
    if (client === undefined) return;
    // A server that is away does not answer a good-bye.
    await Promise.race([client.end().catch(() => undefined), delay(GOOD_BYE_MS)]);
  }

  async #keep(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      await delay(this.#parts.lookMs ?? LOOK_MS, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
      if (!this.#stopped.signal.aborted) await this.#attempt();
    }
  }

  async #attempt(): Promise<void> {
    const client = this.#client ?? (await this.#open());
    if (client === undefined) return;
    try {
      await this.#parts.look(client);
      this.#failures = 0;
    } catch (error) {
      this.#failed(error);
      this.#end(client);
    }
  }

  async #open(): Promise<Client | undefined> {
    const client = new Client({
      connectionString: this.#parts.url,
      application_name: NAME,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    // An end between two queries is told by an event; unheard, it would end the process.
    client.on("error", () => this.#end(client));
    client.on("end", () => this.#end(client));
    try {
      await client.connect();
      for (const setting of settings(this.#parts.idleMs ?? IDLE_MS)) await client.query(setting).catch(() => undefined);
      this.#client = client;
      await this.#parts.opened(client);
      return client;
    } catch (error) {
      this.#failed(error);
      this.#end(client);
      return undefined;
    }
  }

  #failed(error: unknown): void {
    this.#failures += 1;
    this.#cause = error instanceof Error ? error : new Error(String(error));
  }

  #end(client: Client): void {
    // One that does not answer would not answer a good-bye either.
    void client.end().catch(() => undefined);
    if (this.#client === client) this.#drop();
  }

  #drop(): void {
    if (this.#client === undefined) return;
    this.#client = undefined;
    this.#parts.lost();
  }
}
