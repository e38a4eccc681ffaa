import { sql, type Kysely } from "kysely";
import type { StateTables } from "./tables.ts";

/**
 * What can be seen of the record now, as a name: as long as it is the same, every question has the same answer. It is another after each commit,
 * whoever made it: this collector, another one, or a command beside it.
 *
 * SQLite: `data_version` of a connection that never writes, which tells every commit of any other (6 µs). PostgreSQL: the snapshot that a query
 * would have, by which alone it decides which rows are there.
 */
export async function recordVersion(reader: Kysely<StateTables>, dialect: "sqlite" | "postgres"): Promise<string> {
  const query =
    dialect === "sqlite"
      ? sql<{ version: number | string }>`select data_version as version from pragma_data_version`
      : sql<{ version: number | string }>`select txid_current_snapshot()::text as version`;
  const [row] = (await query.execute(reader)).rows;
  if (row === undefined) throw new Error("the record does not say its version");
  return String(row.version);
}
