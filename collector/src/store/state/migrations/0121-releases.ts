import { PostgresAdapter, type Kysely, type Migration } from "kysely";

/** Versions of the sensor's program that sensors can be updated to. Their octets stand in the state, so that every collector has them. */
export const releases: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
    await db.schema
      .createTable("releases")
      .addColumn("sha256", "text", (column) => column.primaryKey())
      .addColumn("version", "text", (column) => column.notNull())
      .addColumn("architecture", "text", (column) => column.notNull())
      .addColumn("size", "integer", (column) => column.notNull())
      .addColumn("release", "text", (column) => column.notNull())
      .addColumn("checked", "integer", (column) => column.notNull())
      .addColumn("whole", "integer", (column) => column.notNull())
      .addColumn("added_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("releases_by_version")
      .on("releases")
      .columns(["version", "architecture"])
      .unique()
      .execute();
    await db.schema
      .createTable("release_pieces")
      .addColumn("sha256", "text", (column) => column.notNull())
      .addColumn("part", "integer", (column) => column.notNull())
      .addColumn("octets", postgres ? "bytea" : "blob", (column) => column.notNull())
      .addPrimaryKeyConstraint("release_pieces_key", ["sha256", "part"])
      .execute();
  },
};
