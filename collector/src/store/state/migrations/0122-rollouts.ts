import type { Kysely, Migration } from "kysely";

/** Updates of a venue's sensors, each with how far every sensor is. */
export const rollouts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("rollouts")
      .addColumn("rollout_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("version", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("revision", "integer", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("started_at", "bigint", (column) => column.notNull())
      .addColumn("changed_at", "bigint", (column) => column.notNull())
      .addColumn("over_at", "bigint")
      .execute();
    await db.schema.createIndex("rollouts_by_venue").on("rollouts").columns(["venue_id", "started_at"]).execute();
    await db.schema.createIndex("rollouts_by_age").on("rollouts").column("over_at").execute();
  },
};
