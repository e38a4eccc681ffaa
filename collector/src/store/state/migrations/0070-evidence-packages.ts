import type { Kysely, Migration } from "kysely";

/** Evidence that left the house: who asked, why, and which files. The record of a subject is found by the subject. */
export const evidencePackages: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("evidence_packages")
      .addColumn("package_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("suspect_id", "text", (column) => column.notNull())
      .addColumn("purpose", "text", (column) => column.notNull())
      .addColumn("legal_basis", "text", (column) => column.notNull())
      .addColumn("asked_by", "text", (column) => column.notNull())
      .addColumn("asked_at", "bigint", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("taken", "text", (column) => column.notNull().defaultTo("[]"))
      .execute();
    await db.schema
      .createIndex("evidence_packages_by_suspect")
      .on("evidence_packages")
      .columns(["suspect_id", "asked_at"])
      .execute();
    await db.schema
      .createIndex("evidence_packages_by_age")
      .on("evidence_packages")
      .columns(["asked_at", "package_id"])
      .execute();
    await db.schema.createIndex("audit_by_subject").on("audit").columns(["subject", "seq"]).execute();
  },
};
