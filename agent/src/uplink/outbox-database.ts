import { chmodSync, closeSync, existsSync, openSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { giveToOwnerOf, makeFolder } from "@probewarden/cli";
import Database from "libsql";

/** Name of the outbox's file inside its folder. */
export const OUTBOX_FILE = "outbox.sqlite";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS message (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    boot    TEXT    NOT NULL,
    seq     INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    payload TEXT    NOT NULL,
    bytes   INTEGER NOT NULL,
    venue   TEXT,
    aside   TEXT
  );
  CREATE UNIQUE INDEX IF NOT EXISTS message_identity ON message (boot, seq);
  CREATE TABLE IF NOT EXISTS open_finding (finding TEXT PRIMARY KEY, heard TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS open_finding_order ON open_finding (heard);
  CREATE TABLE IF NOT EXISTS ended_finding (finding TEXT PRIMARY KEY, heard TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS kept_line (
    part TEXT    NOT NULL,
    run  TEXT    NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (part, run, line)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/** `venue`: where the message was made. `aside`: why it can never be accepted; such a message is not sent. */
const LATER_COLUMNS = ["venue", "aside"] as const;
type LaterColumn = (typeof LATER_COLUMNS)[number];

const ORDER = `
  DROP INDEX IF EXISTS message_order;
  CREATE INDEX IF NOT EXISTS message_turn ON message (aside, kind, id, bytes);
`;

/** Octets of SQLite's smallest page. */
const SMALLEST_PAGE = 512;

/** The outbox cannot be used; the message names the folder and why. */
export class OutboxError extends Error {
  override name = "OutboxError";
}

/**
 * `WAL` is one write to the card for a commit. `TRUNCATE` is for a file that takes another's place in a running process: libsql closes a
 * connection only when its statements are collected, and SQLite then removes the write-ahead log under the name that it knew, which would
 * be the new file's.
 */
export type Journal = "WAL" | "TRUNCATE";

/**
 * Opens the outbox's file for its one writer, the supervisor, and looks at each of its pages. The folder is made with mode 0700 and the
 * file with 0600; SQLite gives its write-ahead log the mode of the file. Throws the system's error, SQLite's, or a `SQLITE_CORRUPT` of
 * our own where a page is not what it should be.
 */
export function openOutboxDatabase(folder: string, journal: Journal = "WAL"): Database.Database {
  if (!existsSync(folder)) {
    makeFolder(folder, 0o700);
    giveToOwnerOf(dirname(folder), folder);
  }
  const file = join(folder, OUTBOX_FILE);
  const isNew = !existsSync(file);
  if (isNew) {
    closeSync(openSync(file, "a", 0o600));
    giveToOwnerOf(folder, file);
  }
  // SQLite takes a file of hardly any octets for a new one: an outbox that was emptied must not pass for one in which nothing waited.
  else if (statSync(file).size < SMALLEST_PAGE) throw damaged("the file is empty", "SQLITE_NOTADB");
  chmodSync(file, 0o600);
  const database = new Database(file);
  try {
    prepare(database, journal);
  } catch (error) {
    database.close();
    if (isNew) for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
    throw error;
  }
  return database;
}

const damaged = (text: string, code: string): Error => Object.assign(new Error(text), { code });

function prepare(database: Database.Database, journal: Journal): void {
  database.pragma("busy_timeout = 2000");
  const [looked] = database.pragma("quick_check(1)") as { quick_check: string }[];
  if (looked?.quick_check !== "ok")
    throw damaged(looked?.quick_check ?? "the file cannot be looked at", "SQLITE_CORRUPT");
  database.pragma(`journal_mode = ${journal}`);
  // FULL: a commit has reached the disk when it returns, so a power cut takes nothing back.
  database.pragma("synchronous = FULL");
  // What is deleted is overwritten: an address that was taken back is not left in the file's free pages.
  database.pragma("secure_delete = ON");
  database.exec(SCHEMA);
  for (const column of LATER_COLUMNS)
    if (!hasColumn(database, column)) database.exec(`ALTER TABLE message ADD COLUMN ${column} TEXT`);
  database.exec(ORDER);
}

/** Whether messages have a column: a file of an earlier version lacks the later ones. */
export function hasColumn(database: Database.Database, name: LaterColumn): boolean {
  return database.prepare("SELECT 1 FROM pragma_table_info('message') WHERE name = ?").all(name).length > 0;
}

/** The outbox's failure in words; throw it where nothing helps but a person. */
export const unusable = (folder: string, cause: unknown): OutboxError =>
  new OutboxError(
    `${folder}: the outbox cannot be used: ${(cause as Error).message} (dataDir must be a folder of this user's)`,
    { cause },
  );

/** A message that lies in the outbox. `aside`: why it is not sent. */
export interface LyingMessage {
  payload: string;
  aside: string | undefined;
}

/**
 * What lies in a folder's outbox, oldest first, each payload one line of JSON; empty when there is no outbox yet. Throws
 * {@link OutboxError}.
 */
export function* readOutbox(folder: string): Generator<LyingMessage> {
  let database: Database.Database | undefined;
  try {
    // A folder that this user may not enter is an error; only one that is not there means that nothing waits.
    if (statSync(join(folder, OUTBOX_FILE), { throwIfNoEntry: false }) === undefined) return;
    database = new Database(join(folder, OUTBOX_FILE));
    yield* readPages(database);
  } catch (cause) {
    throw unusable(folder, cause);
  } finally {
    database?.close();
  }
}

/** The payload of the latest message of a kind that lies in a folder's outbox; undefined where there is none, or it cannot be looked at. */
export function latestWaiting(folder: string, kind: string): string | undefined {
  let database: Database.Database | undefined;
  try {
    if (statSync(join(folder, OUTBOX_FILE), { throwIfNoEntry: false }) === undefined) return undefined;
    database = new Database(join(folder, OUTBOX_FILE));
    const [row] = database
      .prepare<[string]>("SELECT payload FROM message WHERE kind = ? ORDER BY id DESC LIMIT 1")
      .all(kind) as { payload: string }[];
    return row?.payload;
  } catch {
    return undefined;
  } finally {
    database?.close();
  }
}

function* readPages(database: Database.Database): Generator<LyingMessage> {
  const page = database.prepare<[number]>(
    `SELECT id, payload, ${hasColumn(database, "aside") ? "aside" : "NULL AS aside"} FROM message WHERE id > ? ORDER BY id LIMIT 100`,
  );
  for (let last = 0; ;) {
    const rows = page.all(last) as { id: number; payload: string; aside: string | null }[];
    if (rows.length === 0) return;
    for (const { id, payload, aside } of rows) {
      last = id;
      yield { payload, aside: aside ?? undefined };
    }
  }
}
