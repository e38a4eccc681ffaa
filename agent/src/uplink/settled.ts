import type Database from "libsql";

/** So many may lie on the disk together; a window of what is sent holds twice as many. */
const MOST = 64;

interface Row {
  id: number;
  bytes: number;
}

/**
 * What the collector has stored and still lies on the disk: in quiet each acknowledgement would be a commit of its own, as large as that of the
 * message. It leaves with the next commit instead. Who is cut off before that sends it again, and the collector knows it by its number.
 */
export class Settled {
  readonly #bytes = new Map<number, number>();

  get messages(): number {
    return this.#bytes.size;
  }

  get bytes(): number {
    return [...this.#bytes.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Whether it must leave now. */
  get isFull(): boolean {
    return this.#bytes.size > MOST;
  }

  has(id: number): boolean {
    return this.#bytes.has(id);
  }

  /** Takes what is named and waits; gives it back. Ranges name first and last `seq`, both included. */
  take(database: Database.Database, bootId: string, ranges: readonly (readonly [number, number])[]): Row[] {
    const named = database.prepare<[string, number, number]>(
      "SELECT id, bytes FROM message WHERE boot = ? AND seq BETWEEN ? AND ? AND aside IS NULL",
    );
    const taken: Row[] = [];
    for (const [first, last] of ranges)
      for (const row of named.all(bootId, first, last) as Row[]) {
        if (this.#bytes.has(row.id)) continue;
        this.#bytes.set(row.id, row.bytes);
        taken.push(row);
      }
    return taken;
  }

  /** Deletes all of it in the transaction that is open; {@link clear} when that is committed. */
  delete(database: Database.Database): void {
    const remove = database.prepare<[number]>("DELETE FROM message WHERE id = ? AND aside IS NULL");
    for (const id of this.#bytes.keys()) remove.run(id);
  }

  /** When the oldest message that waits was made; undefined where none does. */
  oldestAt(database: Database.Database): number | undefined {
    const oldest = database
      .prepare<[number]>("SELECT id, at FROM message WHERE aside IS NULL ORDER BY id LIMIT ?")
      .all(this.#bytes.size + 1) as { id: number; at: number }[];
    return oldest.find(({ id }) => !this.#bytes.has(id))?.at;
  }

  /** It is gone, or another file took the place of the one in which it lay. */
  clear(): void {
    this.#bytes.clear();
  }
}
