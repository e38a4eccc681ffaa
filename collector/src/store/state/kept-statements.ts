import type { SqliteStatement } from "kysely";

/** Statements that are kept; a batch of messages uses some fifty. What was not used for longest goes. */
const MOST_STATEMENTS = 256;
/** What is prepared once, for it is said again and again; everything else may change what a statement means, or ends a transaction. */
const WORTH_KEEPING = /^(select|insert|update|delete|with)\b/i;

/**
 * Prepared statements by their text: preparing one costs SQLite two to three times what running it does (73 against 23 µs for a row by its
 * key), and the same few dozen make up each batch. One that failed is not used again, and none after the tables changed.
 */
export class KeptStatements {
  readonly #prepare: (sql: string) => SqliteStatement;
  readonly #most: number;
  readonly #kept = new Map<string, SqliteStatement>();

  constructor(prepare: (sql: string) => SqliteStatement, most = MOST_STATEMENTS) {
    this.#prepare = prepare;
    this.#most = most;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** Lets all go, as a connection must before it ends. */
  clear(): void {
    this.#kept.clear();
  }

  get(sql: string): SqliteStatement {
    if (!WORTH_KEEPING.test(sql)) {
      if (!/^(begin|commit|rollback|savepoint|release)\b/i.test(sql)) this.#kept.clear();
      return this.#prepare(sql);
    }
    const statement = this.#kept.get(sql) ?? this.#guarded(sql);
    this.#kept.delete(sql);
    this.#kept.set(sql, statement);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
    return statement;
  }

  #guarded(sql: string): SqliteStatement {
    const statement = this.#prepare(sql);
    const orForget = <T>(work: () => T): T => {
      try {
        return work();
      } catch (error) {
        this.#kept.delete(sql);
        throw error;
      }
    };
    return {
      reader: statement.reader,
      all: (parameters) => orForget(() => statement.all(parameters)),
      run: (parameters) => orForget(() => statement.run(parameters)),
      // Read row by row while others may ask the same: it needs one of its own.
      iterate: (parameters) => this.#prepare(sql).iterate(parameters),
    };
  }
}
