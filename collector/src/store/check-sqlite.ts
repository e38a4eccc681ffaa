import Database from "libsql";

/** Looks at every page, index and reference of an SQLite file; empty when it is sound, else what is broken, in words for a person. */
export function faultsOf(path: string): string[] {
  const found = lookAt(path);
  return found.error === undefined ? found.faults : [found.error.message];
}

/**
 * Looks at every page, and at neither the order of indexes nor references: what a start and a running collector can afford. `error`: the
 * file could not be looked at, which may be no fault of its own.
 */
export function lookAtPages(path: string): { faults: string[]; error?: Error } {
  return lookAt(path, "quick");
}

function lookAt(path: string, how: "whole" | "quick" = "whole"): { faults: string[]; error?: Error } {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { readonly: true });
    const pragma = how === "quick" ? "quick_check(5)" : "integrity_check";
    const rows = database.prepare(`PRAGMA ${pragma}`).all() as Record<string, string>[];
    const integrity = rows.map((row) => row["quick_check"] ?? row["integrity_check"] ?? "");
    const references =
      how === "quick"
        ? []
        : (database.prepare("PRAGMA foreign_key_check").all() as { table: string; parent: string }[]);
    const lost = new Set(
      references.map(({ table, parent }) => `rows of ${table} refer to ${parent} that are not there`),
    );
    // SQLite names every broken page in a line of its own; the first few say where to look.
    const broken = integrity.flatMap((line) => (line === "ok" ? [] : line.split("\n")));
    return { faults: [...broken.slice(0, 5), ...lost] };
  } catch (error) {
    return { faults: [], error: error instanceof Error ? error : new Error(String(error)) };
  } finally {
    database?.close();
  }
}
