import type { Kysely, Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** Access points that came and stayed: a work list, one row for a transmitter of a venue, and how each sensor hears it. */
export const newcomers: Migration = {
  async up(db: Kysely<StateTables>) {
    await db.schema
      .createTable("newcomers")
      .addColumn("newcomer_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("transmitter", "text", (column) => column.notNull())
      .addColumn("name", "text")
      .addColumn("channel_mhz", "double precision", (column) => column.notNull())
      .addColumn("first_heard_at", "bigint", (column) => column.notNull())
      .addColumn("last_heard_at", "bigint", (column) => column.notNull())
      .addColumn("told_at", "bigint", (column) => column.notNull())
      .addColumn("mark", "text")
      .addColumn("need", "integer", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("newcomer_stays")
      .addColumn("sensor_id", "text", (column) => column.notNull())
      .addColumn("stay_id", "text", (column) => column.notNull())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("newcomer_id", "text")
      .addColumn("level_dbm", "double precision", (column) => column.notNull())
      .addColumn("spread_db", "double precision", (column) => column.notNull())
      .addColumn("hours_heard", "integer", (column) => column.notNull())
      .addColumn("first_heard_at", "bigint", (column) => column.notNull())
      .addColumn("last_heard_at", "bigint", (column) => column.notNull())
      .addColumn("boot_id", "text", (column) => column.notNull())
      .addColumn("seq", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("newcomer_stays_key", ["sensor_id", "stay_id"])
      .execute();
    const index = (name: string, table: "newcomers" | "newcomer_stays", columns: string[]) =>
      db.schema.createIndex(name).on(table).columns(columns);
    await index("newcomers_of_venue_by_transmitter", "newcomers", ["venue_id", "transmitter"]).unique().execute();
    await index("newcomers_by_need", "newcomers", ["need", "told_at", "newcomer_id"]).execute();
    await index("newcomers_of_venue_by_need", "newcomers", ["venue_id", "need", "told_at", "newcomer_id"]).execute();
    await index("newcomers_by_age", "newcomers", ["last_heard_at"]).execute();
    await index("newcomer_stays_of", "newcomer_stays", ["newcomer_id"]).execute();
    await index("newcomer_stays_by_age", "newcomer_stays", ["last_heard_at"]).execute();
    await db.schema
      .alterTable("sensors")
      .addColumn("newcomers_waiting", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
