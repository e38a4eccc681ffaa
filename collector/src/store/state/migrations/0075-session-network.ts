import type { Kysely, Migration } from "kysely";

/** Roughly from where a session was begun, so that whoever looks at their own finds the one that is not theirs. */
export const sessionNetwork: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable("sessions")
      .addColumn("network", "text", (column) => column.notNull().defaultTo(""))
      .execute();
  },
};
