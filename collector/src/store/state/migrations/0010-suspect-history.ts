import { PostgresAdapter, type Kysely, type Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** A suspect's history instead of every message: the log grew by half a gigabyte a day in a busy venue, and nobody read it. */
export const suspectHistory: Migration = {
  async up(db: Kysely<StateTables>) {
    await db.schema
      .alterTable("findings")
      .addColumn("noted_at", "bigint", (column) => column.notNull().defaultTo(0))
      .execute();
    const table = db.schema.createTable("suspect_changes");
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
    await (
      postgres
        ? table.addColumn("id", "bigserial", (column) => column.primaryKey())
        : table.addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    )
      .addColumn("suspect_id", "text", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("sensor_id", "text")
      .addColumn("finding_id", "text")
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("band", "text", (column) => column.notNull())
      .addColumn("score_db", "double precision", (column) => column.notNull())
      .addColumn("codes", "text", (column) => column.notNull())
      .addColumn("place", "text")
      .execute();
    const index = (name: string, columns: string[]): Promise<void> =>
      db.schema.createIndex(name).on("suspect_changes").columns(columns).execute();
    await index("suspect_changes_by_suspect", ["suspect_id", "id"]);
    await index("suspect_changes_by_age", ["at"]);
    await db.schema.dropTable("finding_log").execute();
  },
};
