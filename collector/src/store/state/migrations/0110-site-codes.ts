import type { Kysely, Migration } from "kysely";

/** Codes by which boxes join a venue in one night, and which box each sensor is. */
export const siteCodes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("site_codes")
      .addColumn("code_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("replaces", "text")
      .addColumn("code_key", "text")
      .addColumn("uses_left", "integer", (column) => column.notNull())
      .addColumn("made_by", "text", (column) => column.notNull())
      .addColumn("made_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("sensor_boxes")
      .addColumn("sensor_id", "text", (column) => column.primaryKey())
      .addColumn("box", "text", (column) => column.notNull())
      .addColumn("code_id", "text", (column) => column.notNull())
      .addColumn("joined_at", "bigint", (column) => column.notNull())
      .execute();
  },
};
