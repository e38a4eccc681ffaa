import type { Kysely, Migration } from "kysely";

/** From where an account was signed in to, so that a stranger's guesses are not counted against whoever comes from there. */
export const knownOrigins: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("known_origins")
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("origin", "text", (column) => column.notNull())
      .addColumn("seen_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("known_origins_key", ["name", "origin"])
      .execute();
    await db.schema.createIndex("sessions_by_user").on("sessions").columns(["user_id", "created_at"]).execute();
  },
};
