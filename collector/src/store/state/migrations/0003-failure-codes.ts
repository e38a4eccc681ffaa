import type { Kysely, Migration } from "kysely";

/** A failure of the webhook keeps its code and facts beside the words, so that a screen can say it in its own language. */
export const failureCodes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("webhook_failures").addColumn("details", "text").execute();
  },
};
