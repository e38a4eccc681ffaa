import { PostgresAdapter, type Kysely, type Migration } from "kysely";

/** Octets that a person gave and that the screens show: plans of floors. They stand in the state, so that every collector has them. */
export const documents: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
    await db.schema
      .createTable("documents")
      .addColumn("name", "text", (column) => column.primaryKey())
      .addColumn("media_type", "text", (column) => column.notNull())
      .addColumn("octets", postgres ? "bytea" : "blob", (column) => column.notNull())
      .addColumn("kept_at", "bigint", (column) => column.notNull())
      .execute();
  },
};
