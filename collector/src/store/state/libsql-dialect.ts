import { SqliteAdapter, SqliteDialect, type SqliteDatabase, type SqliteStatement } from "kysely";
import type Database from "libsql";
import type { KeptStatements } from "./kept-statements.ts";
import { statementsOf } from "./sqlite-file.ts";

/** Kysely's SQLite dialect over one libsql connection. */
export function libsqlDialect(database: Database.Database): SqliteDialect {
  return new TransactionalSqliteDialect({ database: new LibsqlDatabase(database) });
}

/** SQLite rolls back tables and indexes as it does rows. Kysely does not count on it, and a power cut would leave half of a migration. */
class TransactionalSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

const NOTHING: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};

/** The few methods that Kysely needs. */
class LibsqlDatabase implements SqliteDatabase {
  readonly #database: Database.Database;
  readonly #statements: KeptStatements;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#statements = statementsOf(database);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  prepare(sql: string): SqliteStatement {
    // A full disk or a damaged page ends the transaction by itself; a refused rollback would hide which of them it was.
    if (sql === "rollback" && !this.#database.inTransaction) return NOTHING;
    // A transaction that reads first and writes later would fail at once when another process wrote in between; take the lock first.
    return this.#statements.get(sql === "begin" ? "begin immediate" : sql);
  }
}
