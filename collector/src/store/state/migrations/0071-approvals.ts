import type { Kysely, Migration } from "kysely";

/** What waits for a second person and what takes one; and decisions keep their document, their end and who approved them when others follow. */
export const approvals: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("approvals")
      .addColumn("approval_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("suspect_id", "text")
      .addColumn("camera_id", "text")
      .addColumn("package_id", "text")
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("asked_by", "text", (column) => column.notNull())
      .addColumn("asked_at", "bigint", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("answered_by", "text")
      .addColumn("answered_at", "bigint")
      .addColumn("answer", "text")
      .execute();
    await db.schema.createIndex("approvals_by_state").on("approvals").columns(["state", "asked_at"]).execute();
    // Of a suspect that goes into another one.
    await db.schema.createIndex("approvals_by_suspect").on("approvals").column("suspect_id").execute();
    await db.schema
      .createTable("second_person")
      .addColumn("place", "text", (column) => column.primaryKey())
      .addColumn("authorise", "integer", (column) => column.notNull())
      .addColumn("packages", "integer", (column) => column.notNull())
      .execute();
    await db.schema.alterTable("decisions").addColumn("document", "text").execute();
    await db.schema.alterTable("decisions").addColumn("until_at", "bigint").execute();
    await db.schema.alterTable("decisions").addColumn("approved_by", "text").execute();
  },
};
