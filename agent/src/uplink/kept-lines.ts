import type Database from "libsql";
import type { LineOrigin } from "../ipc/numbered-line.ts";

/**
 * Deletes the lines of a part that the part itself no longer keeps: those of other runs, and in this run those before the oldest that is
 * still unconfirmed. Three statements, because each can use the index; one statement with `OR` would read all rows of the part each time.
 */
const GONE = ["run < ?", "run > ?", "run = ? AND line < ?"].map(
  (range) => `DELETE FROM kept_line WHERE part = ? AND ${range}`,
);

/** Which numbered lines of the parts were kept, over restarts of the supervisor: a line that comes twice is kept once. */
export class KeptLines {
  readonly #forget: readonly Database.Statement[];
  readonly #keep: Database.Statement;

  constructor(database: Database.Database) {
    this.#forget = GONE.map((sql) => database.prepare(sql));
    this.#keep = database.prepare("INSERT OR IGNORE INTO kept_line (part, run, line) VALUES (?, ?, ?)");
  }

  /**
   * Marks a line as kept, inside the transaction that keeps it; false when it was before. What its part no longer has is forgotten: the
   * table holds no more lines than the parts do.
   */
  mark({ part, run, line, openFrom }: LineOrigin): boolean {
    const [earlierRuns, laterRuns, earlierLines] = this.#forget;
    earlierRuns?.run(part, run);
    laterRuns?.run(part, run);
    earlierLines?.run(part, run, openFrom);
    return this.#keep.run(part, run, line).changes === 1;
  }
}
