import type Database from "libsql";

/** What the outbox's file remembers of itself: as whom it spoke, how it was begun anew, and out of which damaged file. */
type MetaName = "identity" | "renewal" | "saved-from";

/** What was written down under a name; undefined when nothing was. */
export function readMeta(database: Database.Database, name: MetaName): string | undefined {
  const [row] = database.prepare("SELECT value FROM meta WHERE name = ?").all(name) as { value: string }[];
  return row?.value;
}

/** Writes it down, in the place of what was there. */
export function writeMeta(database: Database.Database, name: MetaName, value: string): void {
  database.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)").run(name, value);
}
