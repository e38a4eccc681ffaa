import { PostgresAdapter, type Kysely, type Migration } from "kysely";

/** How the collectors are, what ails sensors and notices, and what was deleted by rule. */
export const ownHealth: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("collectors")
      .addColumn("name", "text", (column) => column.primaryKey())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("outages")
      .addColumn("outage_id", "text", (column) => column.primaryKey())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("venue_id", "text")
      .addColumn("sensors", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("opened_at", "bigint", (column) => column.notNull())
      .addColumn("closed_at", "bigint")
      .addColumn("closed_by", "text")
      .addColumn("reason", "text")
      .addColumn("delivery", "text", (column) => column.notNull())
      .addColumn("over_at", "bigint")
      .execute();
    await db.schema.createIndex("outages_by_opening").on("outages").columns(["opened_at"]).execute();
    await db.schema.createIndex("outages_by_end").on("outages").columns(["over_at"]).execute();
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
    const log = db.schema.createTable("deletions");
    await (
      postgres
        ? log.addColumn("id", "bigserial", (column) => column.primaryKey())
        : log.addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    )
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("rows", "integer", (column) => column.notNull())
      .addColumn("until", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("outages_by_delivery").on("outages").columns(["delivery"]).execute();
  },
};
