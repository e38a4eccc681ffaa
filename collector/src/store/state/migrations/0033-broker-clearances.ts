import type { Kysely, Migration } from "kysely";

/** What the broker is to forget of sensors and venues that are gone, in a table of its own: a venue takes its sensors' rows with it. */
export const brokerClearances: Migration = {
  async up(db: Kysely<StateBefore>) {
    await db.schema
      .createTable("broker_clearances")
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("sensor_id", "text", (column) => column.notNull())
      .addColumn("asked_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("broker_clearances_key", ["venue_id", "sensor_id"])
      .execute();
    await db
      .insertInto("broker_clearances")
      .columns(["venue_id", "sensor_id", "asked_at"])
      .expression((select) =>
        select
          .selectFrom("sensors")
          .select((columns) => ["venue_id", "sensor_id", columns.ref("retired_at").$notNull().as("asked_at")])
          .where("retired_at", "is not", null),
      )
      .execute();
    await db.schema.alterTable("sensors").dropColumn("cleared_at").execute();
  },
};

interface StateBefore {
  sensors: { venue_id: string; sensor_id: string; retired_at: number | null; cleared_at: number | null };
  broker_clearances: { venue_id: string; sensor_id: string; asked_at: number };
}
