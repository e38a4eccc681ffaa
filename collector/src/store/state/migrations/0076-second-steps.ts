import type { Kysely, Migration } from "kysely";

/** The second step of a sign-in, and recovery codes. */
export const secondSteps: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("second_steps")
      .addColumn("user_id", "text", (column) => column.primaryKey().references("users.user_id").onDelete("cascade"))
      .addColumn("sealed", "text", (column) => column.notNull())
      .addColumn("begun_at", "bigint", (column) => column.notNull())
      .addColumn("confirmed_at", "bigint")
      .addColumn("last_step", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("recovery_codes")
      .addColumn("user_id", "text", (column) => column.notNull().references("users.user_id").onDelete("cascade"))
      .addColumn("code_hash", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("recovery_codes_key", ["user_id", "code_hash"])
      .execute();
  },
};
