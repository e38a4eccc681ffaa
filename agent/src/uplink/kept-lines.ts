import type Database from "libsql";
import type { LineOrigin } from "../ipc/numbered-line.ts";

/** Which numbered lines of the parts were kept, over restarts of the supervisor: a line that comes twice is kept once. */
export class KeptLines {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /**
   * Marks a line as kept, inside the transaction that keeps it; false when it was before. What its part no longer has is forgotten: the
   * table holds no more lines than the parts do.
   */
  mark({ part, run, line, openFrom }: LineOrigin): boolean {
    this.#database
      .prepare<[string, string, number]>("DELETE FROM kept_line WHERE part = ? AND (run <> ? OR line < ?)")
      .run(part, run, openFrom);
    const marked = this.#database
      .prepare<[string, string, number]>("INSERT OR IGNORE INTO kept_line (part, run, line) VALUES (?, ?, ?)")
      .run(part, run, line);
    return marked.changes === 1;
  }
}
