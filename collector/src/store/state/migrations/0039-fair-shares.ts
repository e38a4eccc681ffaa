import { sql, type Kysely, type Migration } from "kysely";
import { NEED } from "../need.ts";
import type { StateTables } from "../tables.ts";

/** No sensor pushes another's suspects out of sight: which ones are among each sensor's first, and on whose word an alert opened. */
export const fairShares: Migration = {
  async up(db: Kysely<StateTables>) {
    await db.schema
      .createTable("suspect_shares")
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("sensor_id", "text", (column) => column.notNull())
      .addColumn("suspect_id", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("suspect_shares_key", ["venue_id", "sensor_id", "suspect_id"])
      .execute();
    await db.schema.createIndex("suspect_shares_by_suspect").on("suspect_shares").column("suspect_id").execute();
    // Shares are settled within ten seconds of the first start; until then all stand behind, in the order of before.
    await db.schema
      .alterTable("suspects")
      .addColumn("beyond", "integer", (column) => column.notNull().defaultTo(1))
      .execute();
    await db.schema
      .alterTable("sensors")
      .addColumn("suspects_beyond", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable("alerts").addColumn("sensor_id", "text").execute();
    await db.schema
      .createIndex("findings_of_sensor_by_state")
      .on("findings")
      .columns(["sensor_id", "state", "suspect_id", "score_db"])
      .execute();
    for (const name of ["suspects_by_need", "suspects_of_venue_by_need"]) await db.schema.dropIndex(name).execute();
    const need = sql.raw(NEED);
    await sql`create index suspects_by_need on suspects (${need}, last_heard_at, suspect_id)`.execute(db);
    await sql`create index suspects_of_venue_by_need on suspects (venue_id, ${need}, last_heard_at, suspect_id)`.execute(
      db,
    );
  },
};
