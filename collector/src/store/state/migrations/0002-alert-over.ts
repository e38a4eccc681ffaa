import type { Kysely, Migration } from "kysely";

/** An alert remembers when its incident was over, so that the next incident of the same suspect opens a new one. */
export const alertOver: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("alerts").addColumn("over_at", "bigint").execute();
  },
};
