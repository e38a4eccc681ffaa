import type { Kysely, Migration } from "kysely";

/** What sensors were told to do, what they answered, and how they are set. */
export const commands: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("sensor_commands")
      .addColumn("command_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("sensor_id", "text", (column) => column.notNull())
      .addColumn("command", "text", (column) => column.notNull())
      .addColumn("given_by", "text", (column) => column.notNull())
      .addColumn("issued_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addColumn("answered_at", "bigint")
      .addColumn("answer", "text")
      .execute();
    await db.schema
      .createIndex("sensor_commands_by_sensor")
      .on("sensor_commands")
      .columns(["sensor_id", "issued_at"])
      .execute();
    await db.schema.createIndex("sensor_commands_by_age").on("sensor_commands").column("issued_at").execute();
    await db.schema
      .createTable("sensor_settings")
      .addColumn("sensor_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("ring", "text", (column) => column.notNull())
      .addColumn("command_id", "text")
      .addColumn("command", "text")
      .addColumn("given_by", "text")
      .addColumn("answered_at", "bigint")
      .addColumn("answer", "text")
      .execute();
  },
};
