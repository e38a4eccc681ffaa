import type { Kysely, Migration } from "kysely";

/** Since when each sensor's turn is what it is: who hands sensors over says how long they have been well. */
export const turnSince: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("sensors").addColumn("turn_at", "bigint").execute();
  },
};
