import type { Kysely, Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** When each boot of a sensor was last heard, so that which numbers came of it is forgotten in its time. */
export const boots: Migration = {
  async up(db: Kysely<StateTables>) {
    await db.schema
      .createTable("boots")
      .addColumn("sensor_id", "text", (column) => column.notNull())
      .addColumn("boot_id", "text", (column) => column.notNull())
      .addColumn("heard_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("boots_key", ["sensor_id", "boot_id"])
      .execute();
    await db.schema.createIndex("boots_by_age").on("boots").column("heard_at").execute();
    // When those of before were heard nobody knows: they are kept as long as if it were now.
    await db
      .insertInto("boots")
      .columns(["sensor_id", "boot_id", "heard_at"])
      .expression((build) =>
        build
          .selectFrom("received")
          .select(["sensor_id", "boot_id", build.cast<number>(build.val(Date.now()), "bigint").as("heard_at")])
          .distinct(),
      )
      .execute();
  },
};
