import type { Kysely, Migration } from "kysely";

/** Attempts to sign in, counted for all collectors together: the columns that `rate-limiter-flexible` writes. */
export const signInAttempts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("sign_in_attempts")
      .addColumn("key", "varchar(255)", (column) => column.primaryKey())
      .addColumn("points", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("expire", "bigint")
      .execute();
    await db.schema.createIndex("sign_in_attempts_by_end").on("sign_in_attempts").columns(["expire"]).execute();
  },
};
