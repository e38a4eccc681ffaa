import type { Kysely, Migration } from "kysely";

/** How far a person got with putting a sensor up: whose box it is, and what it was proven to hear. */
export const sensorSetups: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("sensor_setups")
      .addColumn("sensor_id", "text", (column) => column.primaryKey())
      .addColumn("code_hash", "text")
      .addColumn("code_until", "bigint")
      .addColumn("claimed_by", "text")
      .addColumn("claimed_at", "bigint")
      .addColumn("photo_by", "text")
      .addColumn("photo_at", "bigint")
      .addColumn("heard_dbm", "double precision")
      .addColumn("heard_minute", "bigint")
      .addColumn("heard_by", "text")
      .addColumn("heard_at", "bigint")
      .execute();
    await db.schema.createIndex("sensor_setups_by_code").on("sensor_setups").column("code_hash").execute();
  },
};
