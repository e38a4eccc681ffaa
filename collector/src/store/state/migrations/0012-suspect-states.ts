import type { Kysely, Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** Since when a suspect is silent, unobserved or ended, which sensors heard it when, and what was taken back. */
export const suspectStates: Migration = {
  async up(db: Kysely<StateTables>) {
    await db.schema.alterTable("suspects").addColumn("state_since", "bigint").execute();
    await db.schema
      .alterTable("suspects")
      .addColumn("taken_back", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
    await db
      .updateTable("suspects")
      .set((columns) => ({ state_since: columns.ref("last_heard_at") }))
      .where("state", "=", "ended")
      .execute();
    await db.schema
      .createTable("suspect_hearings")
      .addColumn("suspect_id", "text", (column) => column.notNull())
      .addColumn("sensor_id", "text", (column) => column.notNull())
      .addColumn("heard_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("suspect_hearings_key", ["suspect_id", "sensor_id"])
      .execute();
    await db
      .insertInto("suspect_hearings")
      .columns(["suspect_id", "sensor_id", "heard_at"])
      .expression((build) =>
        build
          .selectFrom("findings")
          .select((select) => ["suspect_id", "sensor_id", select.fn.max("last_heard_at").as("heard_at")])
          .groupBy(["suspect_id", "sensor_id"]),
      )
      .execute();
    await db.schema
      .createTable("series_erasures")
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("transmitter", "text", (column) => column.notNull())
      .addColumn("asked_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("series_erasures_key", ["venue_id", "transmitter"])
      .execute();
  },
};
