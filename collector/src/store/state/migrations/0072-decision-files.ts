import type { Kysely, Migration } from "kysely";

/** A decision names the file that came with it. */
export const decisionFiles: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("decisions").addColumn("file", "text").execute();
  },
};
