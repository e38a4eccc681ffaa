import type { Kysely, Migration } from "kysely";

/** Times in which a venue's boxes may be away without anybody being told. */
export const maintenance: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("maintenance")
      .addColumn("window_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("from_at", "bigint", (column) => column.notNull())
      .addColumn("until_at", "bigint", (column) => column.notNull())
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("by", "text", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("ended_by", "text")
      .execute();
    await db.schema.createIndex("maintenance_by_end").on("maintenance").columns(["until_at", "venue_id"]).execute();
  },
};
