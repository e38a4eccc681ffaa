import type { Kysely, Migration } from "kysely";

/** What changed of a camera, and when, stands beside it and goes with it. */
export const cameraChanges: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable("cameras")
      .addColumn("changes", "text", (column) => column.notNull().defaultTo("[]"))
      .execute();
  },
};
