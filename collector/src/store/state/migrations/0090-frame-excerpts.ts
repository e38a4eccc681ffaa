import { PostgresAdapter, type Kysely, type Migration } from "kysely";

/** Frames of suspects, as sensors send them for a package of evidence. */
export const frameExcerpts: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
    await db.schema
      .createTable("frame_excerpts")
      .addColumn("excerpt_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("sensor_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("received_at", "bigint", (column) => column.notNull())
      .addColumn("clock_offset_ms", "bigint", (column) => column.notNull())
      .addColumn("facts", "text", (column) => column.notNull())
      .addColumn("octets", postgres ? "bytea" : "blob", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("frame_excerpt_findings")
      .addColumn("excerpt_id", "text", (column) => column.notNull())
      .addColumn("sensor_id", "text", (column) => column.notNull())
      .addColumn("finding_id", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("frame_excerpt_findings_key", ["sensor_id", "finding_id", "excerpt_id"])
      .execute();
    await db.schema
      .createTable("frame_excerpt_addresses")
      .addColumn("excerpt_id", "text", (column) => column.notNull())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("address", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("frame_excerpt_addresses_key", ["venue_id", "address", "excerpt_id"])
      .execute();
    const index = (name: string, table: string, columns: string[]) =>
      db.schema.createIndex(name).on(table).columns(columns).execute();
    await index("frame_excerpts_of_sensor", "frame_excerpts", ["sensor_id", "received_at"]);
    await index("frame_excerpts_by_age", "frame_excerpts", ["received_at"]);
    await index("frame_excerpt_findings_of", "frame_excerpt_findings", ["excerpt_id"]);
    await index("frame_excerpt_addresses_of", "frame_excerpt_addresses", ["excerpt_id"]);
  },
};
