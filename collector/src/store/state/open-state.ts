import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Kysely, Migrator, PostgresDialect, sql, type Transaction } from "kysely";
import { Pool, TypeOverrides } from "pg";
import { refuseLost, tryToNote } from "../made-file.ts";
import { libsqlDialect } from "./libsql-dialect.ts";
import { openSqliteFile, openSqliteForReading } from "./sqlite-file.ts";
import { takePlansOfFolder } from "../plans-of-folder.ts";
import { migrations } from "./migrations/all.ts";
import { recordVersion } from "./record-version.ts";
import type { StateTables } from "./tables.ts";
import { transactionsOf, type TransactionCounters } from "./transactions.ts";

/** What is read of the record, outside a transaction. */
export interface StateReader {
  readonly db: Kysely<StateTables>;
  readonly dialect: "sqlite" | "postgres";
}

/** The same, for what a screen shows. */
export interface ShownState extends StateReader {
  /** What can be seen now, as a name: as long as it is the same, every question has the same answer. */
  version(): Promise<string>;
}

/** The record: venues, sensors, findings, suspects, alerts, people. */
export interface StateStore extends StateReader {
  /**
   * For what a screen shows: on the embedded store a connection of its own, that only reads and sees what was committed. On the other one a
   * question waits for the transactions of all venues before it.
   */
  readonly reading: ShownState;
  /** Runs `work` in one transaction: all of it is durable when the promise resolves, nothing of it when it rejects. */
  transaction<T>(work: (trx: Transaction<StateTables>) => Promise<T>): Promise<T>;
  /**
   * The same, alone in one venue among all collectors: whatever reads suspects to change them runs here. Never one in another: two that wait
   * for each other's venue would.
   */
  inVenue<T>(venueId: string, work: (trx: Transaction<StateTables>) => Promise<T>): Promise<T>;
  readonly conflicts: Readonly<TransactionCounters>;
  /** Lets nothing that was erased stay in SQLite's write-ahead log; PostgreSQL looks after its own. */
  settleErased(): Promise<void>;
  close(): Promise<void>;
}

/** The state store could not be opened or brought up to date. */
export class StateStoreError extends Error {
  override readonly name = "StateStoreError";
}

/**
 * Opens the state store and runs the migrations that it lacks.
 * @param url `sqlite:` (the file `state.db` in dataDir), `sqlite:/path`, or `postgres://user@host/db`
 * @throws StateStoreError with the place and the cause
 */
export async function openState(url: string, dataDir: string): Promise<StateStore> {
  const dialect = url.startsWith("sqlite:") ? "sqlite" : "postgres";
  try {
    const db = dialect === "sqlite" ? openSqliteState(url, dataDir) : openPostgresState(url);
    // One that was written before another, and came after it, is caught up on.
    const { error } = await new Migrator({
      db,
      provider: migrations,
      allowUnorderedMigrations: true,
    }).migrateToLatest();
    if (error !== undefined) {
      await db.destroy();
      throw error;
    }
    await takePlansOfFolder(db, dataDir);
    const reader = dialect === "sqlite" ? openSqliteReader(url, dataDir) : db;
    if (dialect === "sqlite") tryToNote(sqlitePath(url, dataDir, "state.db"));
    const transactions = transactionsOf(db, dialect);
    return {
      db,
      dialect,
      reading: { db: reader, dialect, version: () => recordVersion(reader, dialect) },
      transaction: transactions.run,
      inVenue: transactions.inVenue,
      conflicts: transactions.counters,
      settleErased: async () => {
        if (dialect === "sqlite") await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db);
      },
      close: async () => {
        if (reader !== db) await reader.destroy();
        await db.destroy();
      },
    };
  } catch (cause) {
    throw new StateStoreError(
      `${statePlace(url, dataDir)}: cannot open the state store: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function openSqliteState(url: string, dataDir: string): Kysely<StateTables> {
  const path = sqlitePath(url, dataDir, "state.db");
  refuseLost(path, "state");
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return new Kysely<StateTables>({ dialect: libsqlDialect(openSqliteFile(path)) });
}

function openSqliteReader(url: string, dataDir: string): Kysely<StateTables> {
  const database = openSqliteForReading(sqlitePath(url, dataDir, "state.db"));
  return new Kysely<StateTables>({ dialect: libsqlDialect(database) });
}

/** Connections of one collector to PostgreSQL, and after how many milliseconds one that stands still in a transaction is ended. */
const CONNECTIONS = 8;
const STANDSTILL_MS = 30_000;
/** OID of int8. Instants in milliseconds fit a double exactly until the year 287396. */
const INT8 = 20;

/** A connection to PostgreSQL, without looking whether its tables are there. */
export function openPostgresState(url: string): Kysely<StateTables> {
  if (!/^postgres(ql)?:\/\//.test(url))
    throw new RangeError("not sqlite: or postgres:// (example: postgres://probewarden@localhost/probewarden)");
  const parsers = new TypeOverrides();
  parsers.setTypeParser(INT8, Number);
  const pool = new Pool({
    connectionString: url,
    types: parsers,
    max: CONNECTIONS,
    keepAlive: true,
    // A collector that stands still in the middle of a transaction holds its venue; the others must not wait for it for ever.
    idle_in_transaction_session_timeout: STANDSTILL_MS,
  });
  // An idle connection that the server closes is replaced at the next query; unheard, the event would end the process.
  pool.on("error", () => undefined);
  // The same of one that is in use, between two queries of a transaction: the next query fails, and whoever waits for it is told.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return new Kysely<StateTables>({ dialect: new PostgresDialect({ pool }) });
}

/** The file that a `sqlite:` address means; `name` in dataDir where it names none. */
export function sqlitePath(url: string, dataDir: string, name: string): string {
  const path = url.slice("sqlite:".length);
  return path === "" ? join(dataDir, name) : path;
}

/** The file or the address of the state, without a password wherever one stands in it, for messages. */
export function statePlace(url: string, dataDir: string): string {
  if (url.startsWith("sqlite:")) return sqlitePath(url, dataDir, "state.db");
  // A server behind a socket has no host, so the address is no URL: postgres://user@/database?host=/run/postgresql.
  const socket = /^(postgres(?:ql)?:\/\/)([^:@/]*)(?::[^@/]*)?(@?\/[^?]*)(?:.*[?&](host=[^&]*))?/.exec(url);
  if (!URL.canParse(url))
    return socket === null
      ? "/state/url"
      : `${socket.slice(1, 4).join("")}${socket[4] === undefined ? "" : `?${socket[4]}`}`;
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username === "" ? "" : `${username}@`}${host}${pathname}`;
}
