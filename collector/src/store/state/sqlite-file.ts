// Without Kysely, for threads that only read: to load it takes longer than all that they do.
import { chmodSync, closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import Database from "libsql";
import { KeptStatements } from "./kept-statements.ts";

/** Milliseconds that a writer waits for another process (a command beside the running collector) before SQLITE_BUSY. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens an SQLite file for durable writing: WAL, a synchronous commit, foreign keys. The file, and with it the WAL beside it, is
 * readable by its owner only. A parent folder must exist. Throws what libsql throws (code SQLITE_CANTOPEN and others).
 */
export function openSqliteFile(path: string): Database.Database {
  // SQLite gives `-wal` and `-shm` the mode of the database, so it is made with 0600 before SQLite sees it.
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  // A mistyped address must not close a file of somebody else's. Nobody looks into a file that is closed to others already: a process that closes
  // any descriptor of a file loses all its locks on it (fcntl(2)), those of a connection that it has open too, and then the next command that
  // comes and goes would take itself for the last one and delete the write-ahead log under the running collector.
  else if ((statSync(path).mode & 0o077) !== 0 && isSqliteFile(path)) chmodSync(path, 0o600);
  const database = new Database(path);
  database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA foreign_keys = ON");
  // What is erased is overwritten, and not only marked as free: an address that was taken back must not be found in the file.
  database.prepare("PRAGMA secure_delete = ON").all([]);
  return database;
}

/** SQLite file format, 1.3: the first octets. */
const MAGIC = "SQLite format 3\0";

function isSqliteFile(path: string): boolean {
  const head = Buffer.alloc(MAGIC.length);
  const file = openSync(path, "r");
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.toString("latin1") === MAGIC;
}

/** Opens an SQLite file that is there, for reading beside whoever writes it. */
export function openSqliteForReading(path: string): Database.Database {
  const database = new Database(path, { readonly: true });
  database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  // libsql opens for writing all the same.
  database.exec("PRAGMA query_only = ON");
  return database;
}

/** Statements of one connection, kept. `.get()` of libsql is avoided on purpose: it adds a `_metadata` key to its row. */
export function statementsOf(database: Database.Database): KeptStatements {
  return new KeptStatements((sql) => {
    const statement = database.prepare(sql);
    return {
      reader: statement.reader,
      all: (parameters) => statement.all([...parameters]),
      run: (parameters) => statement.run([...parameters]),
      iterate: (parameters) => statement.iterate([...parameters]),
    };
  });
}
