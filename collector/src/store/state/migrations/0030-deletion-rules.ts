import type { Kysely, Migration } from "kysely";

/** By which rule rows went, and indexes for what goes by its age. */
export const deletionRules: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable("deletions")
      .addColumn("rule", "text", (column) => column.notNull().defaultTo("age"))
      .execute();
    for (const [table, column] of [
      ["audit", "at"],
      ["cameras", "last_seen_at"],
      ["dead_letters", "received_at"],
    ] as const)
      await db.schema.createIndex(`${table}_by_age`).on(table).columns([column]).execute();
  },
};
