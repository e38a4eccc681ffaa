import { chmodSync, closeSync, existsSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "@probewarden/cli";
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
    bytes   INTEGER NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS message_identity ON message (boot, seq);
  CREATE INDEX IF NOT EXISTS message_order ON message (kind, id, bytes);
  CREATE TABLE IF NOT EXISTS open_finding (finding TEXT PRIMARY KEY, heard TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS open_finding_order ON open_finding (heard);
  CREATE TABLE IF NOT EXISTS kept_line (
    part TEXT    NOT NULL,
    run  TEXT    NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (part, run, line)
  ) WITHOUT ROWID;
`;

/** The outbox cannot be used; the message names the folder and why. */
export class OutboxError extends Error {
  override name = "OutboxError";
}

/**
 * Opens the outbox's file for its one writer, the supervisor. The folder is made with mode 0700 and the file with 0600; SQLite gives
 * its write-ahead log the mode of the file. Throws {@link OutboxError}.
 */
export function openOutboxDatabase(folder: string): Database.Database {
  try {
    return open(folder);
  } catch (cause) {
    throw unusable(folder, cause);
  }
}

const unusable = (folder: string, cause: unknown): OutboxError =>
  new OutboxError(
    `${folder}: the outbox cannot be used: ${(cause as Error).message} (dataDir must be a folder of this user's)`,
    { cause },
  );

function open(folder: string): Database.Database {
  makeFolder(folder, 0o700);
  const file = join(folder, OUTBOX_FILE);
  if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  // FULL: a commit has reached the disk when it returns, so a power cut takes nothing back.
  database.pragma("synchronous = FULL");
  database.pragma("busy_timeout = 2000");
  // What is deleted is overwritten: an address that was taken back is not left in the file's free pages.
  database.pragma("secure_delete = ON");
  database.exec(SCHEMA);
  return database;
}

/**
 * The payloads that wait in a folder's outbox, oldest first, each one line of JSON; empty when there is no outbox yet. Throws
 * {@link OutboxError}.
 */
export function* readOutbox(folder: string): Generator<string> {
  let database: Database.Database | undefined;
  try {
    // A folder that this user may not enter is an error; only one that is not there means that nothing waits.
    if (statSync(join(folder, OUTBOX_FILE), { throwIfNoEntry: false }) === undefined) return;
    database = new Database(join(folder, OUTBOX_FILE));
    yield* readPayloads(database);
  } catch (cause) {
    throw unusable(folder, cause);
  } finally {
    database?.close();
  }
}

function* readPayloads(database: Database.Database): Generator<string> {
  const page = database.prepare<[number]>("SELECT id, payload FROM message WHERE id > ? ORDER BY id LIMIT 100");
  for (let last = 0; ;) {
    const rows = page.all(last) as { id: number; payload: string }[];
    if (rows.length === 0) return;
    for (const row of rows) {
      last = row.id;
      yield row.payload;
    }
  }
}
