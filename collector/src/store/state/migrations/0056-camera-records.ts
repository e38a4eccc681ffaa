import { PostgresAdapter, type Kysely, type Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** What people saw and decided of a camera: now beside it, and all of it in a table of its own, which outlives what is seen. */
export const cameraRecords: Migration = {
  async up(db: Kysely<StateTables>) {
    for (const column of ["on_site", "decision", "decided_on", "reopened"])
      await db.schema.alterTable("cameras").addColumn(column, "text").execute();
    await db.schema
      .alterTable("cameras")
      .addColumn("revision", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
    const table = db.schema.createTable("camera_records");
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
    await (
      postgres
        ? table.addColumn("id", "bigserial", (column) => column.primaryKey())
        : table.addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    )
      .addColumn("camera_id", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("decided_on", "text")
      .addColumn("at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("camera_records_by_camera").on("camera_records").columns(["camera_id", "id"]).execute();
  },
};
