import type { Kysely, Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** What was refused to each sensor, and since when the broker keeps nothing more of a removed one. */
export const sensorRefusals: Migration = {
  async up(db: Kysely<StateTables>) {
    await db.schema
      .createTable("sensor_refusals")
      .addColumn("sensor_id", "text", (column) => column.notNull())
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("count", "bigint", (column) => column.notNull())
      .addColumn("first_at", "bigint", (column) => column.notNull())
      .addColumn("last_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("sensor_refusals_key", ["sensor_id", "reason"])
      .execute();
    await db.schema.alterTable("sensors").addColumn("cleared_at", "bigint").execute();
  },
};
