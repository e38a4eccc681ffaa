import Database from "libsql";

/** Looks at every page, index and reference of an SQLite file; empty when it is sound, else what is broken, in words for a person. */
export function faultsOf(path: string): string[] {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { readonly: true });
    const integrity = database.prepare("PRAGMA integrity_check").all() as { integrity_check: string }[];
    const references = database.prepare("PRAGMA foreign_key_check").all() as { table: string; parent: string }[];
    const lost = new Set(
      references.map(({ table, parent }) => `rows of ${table} refer to ${parent} that are not there`),
    );
    // SQLite names every broken page in a line of its own; the first few say where to look.
    return [
      ...integrity
        .flatMap(({ integrity_check }) => (integrity_check === "ok" ? [] : integrity_check.split("\n")))
        .slice(0, 5),
      ...lost,
    ];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    database?.close();
  }
}
