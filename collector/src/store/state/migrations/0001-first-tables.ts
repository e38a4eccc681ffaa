import {
  PostgresAdapter,
  type ColumnDefinitionBuilder,
  type CreateTableBuilder,
  type Kysely,
  type Migration,
} from "kysely";

const must = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

/** Makes the tables of `tables.ts`. `bigint` and `double precision` mean INTEGER and REAL to SQLite. */
export const firstTables: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
    const withId = (table: string): CreateTableBuilder<string, "id"> =>
      postgres
        ? db.schema.createTable(table).addColumn("id", "bigserial", (column) => column.primaryKey())
        : db.schema.createTable(table).addColumn("id", "integer", (column) => column.primaryKey().autoIncrement());

    await db.schema
      .createTable("venues")
      .addColumn("venue_id", "text", (column) => column.primaryKey())
      .addColumn("name", "text", must)
      .addColumn("time_zone", "text", must)
      .addColumn("floors", "text", must)
      .addColumn("networks", "text", must)
      .execute();
    await db.schema
      .createTable("sensors")
      .addColumn("sensor_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull().references("venues.venue_id"))
      .addColumn("floor_id", "text")
      .addColumn("name", "text", must)
      .addColumn("x", "double precision")
      .addColumn("y", "double precision")
      .addColumn("password_hash", "text")
      .addColumn("mosquitto_hash", "text")
      .addColumn("added_at", "bigint", must)
      .addColumn("retired_at", "bigint")
      .addColumn("status", "text")
      .addColumn("status_at", "bigint")
      .addColumn("contract_version", "text")
      .addColumn("last_message_at", "bigint")
      .addColumn("clock_offset_ms", "bigint")
      .addColumn("health", "text")
      .execute();
    await db.schema
      .createTable("received")
      .addColumn("sensor_id", "text", must)
      .addColumn("boot_id", "text", must)
      .addColumn("first_seq", "bigint", must)
      .addColumn("last_seq", "bigint", must)
      .addPrimaryKeyConstraint("received_key", ["sensor_id", "boot_id", "first_seq"])
      .execute();
    await db.schema
      .createTable("suspects")
      .addColumn("suspect_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", must)
      .addColumn("suspicion", "text", must)
      .addColumn("state", "text", must)
      .addColumn("band", "text", must)
      .addColumn("score_db", "double precision", must)
      .addColumn("highest_db", "double precision", must)
      .addColumn("first_heard_at", "bigint", must)
      .addColumn("last_heard_at", "bigint", must)
      .addColumn("transmitter_count", "integer", must)
      .addColumn("targets", "text", must)
      .addColumn("place", "text")
      .addColumn("decision", "text")
      .execute();
    await db.schema.createIndex("suspects_by_venue").on("suspects").columns(["venue_id", "state"]).execute();
    await db.schema
      .createTable("findings")
      .addColumn("sensor_id", "text", must)
      .addColumn("finding_id", "text", must)
      .addColumn("venue_id", "text", must)
      .addColumn("suspect_id", "text", (column) => column.notNull().references("suspects.suspect_id"))
      .addColumn("suspicion", "text", must)
      .addColumn("state", "text", must)
      .addColumn("score_db", "double precision", must)
      .addColumn("highest_db", "double precision", must)
      .addColumn("body", "text", must)
      .addColumn("sensor_at", "bigint", must)
      .addColumn("received_at", "bigint", must)
      .addPrimaryKeyConstraint("findings_key", ["sensor_id", "finding_id"])
      .execute();
    await db.schema.createIndex("findings_by_suspect").on("findings").column("suspect_id").execute();
    await db.schema
      .createTable("finding_log")
      .addColumn("sensor_id", "text", must)
      .addColumn("boot_id", "text", must)
      .addColumn("seq", "bigint", must)
      .addColumn("finding_id", "text", must)
      .addColumn("at", "bigint", must)
      .addColumn("received_at", "bigint", must)
      .addColumn("body", "text", must)
      .addPrimaryKeyConstraint("finding_log_key", ["sensor_id", "boot_id", "seq"])
      .execute();
    await db.schema.createIndex("finding_log_by_age").on("finding_log").column("received_at").execute();
    await db.schema
      .createTable("suspect_transmitters")
      .addColumn("venue_id", "text", must)
      .addColumn("suspicion", "text", must)
      .addColumn("transmitter", "text", must)
      .addColumn("suspect_id", "text", (column) => column.notNull().references("suspects.suspect_id"))
      .addPrimaryKeyConstraint("suspect_transmitters_key", ["venue_id", "suspicion", "transmitter"])
      .execute();
    await db.schema
      .createIndex("suspect_transmitters_by_suspect")
      .on("suspect_transmitters")
      .column("suspect_id")
      .execute();
    await withId("decisions")
      .addColumn("suspect_id", "text", must)
      .addColumn("decision", "text", must)
      .addColumn("reason", "text", must)
      .addColumn("by", "text", must)
      .addColumn("at", "bigint", must)
      .execute();
    await db.schema.createIndex("decisions_by_suspect").on("decisions").column("suspect_id").execute();
    await db.schema
      .createTable("cameras")
      .addColumn("camera_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", must)
      .addColumn("sensor_id", "text", must)
      .addColumn("first_seen_at", "bigint", must)
      .addColumn("last_seen_at", "bigint", must)
      .addColumn("body", "text", must)
      .execute();
    await db.schema
      .createTable("alerts")
      .addColumn("alert_id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", must)
      .addColumn("suspect_id", "text", must)
      .addColumn("state", "text", must)
      .addColumn("opened_at", "bigint", must)
      .addColumn("closed_at", "bigint")
      .addColumn("closed_by", "text")
      .addColumn("reason", "text")
      .addColumn("delivery", "text", must)
      .execute();
    await db.schema.createIndex("alerts_by_suspect").on("alerts").columns(["suspect_id", "state"]).execute();
    await withId("webhook_queue")
      .addColumn("body", "text", must)
      .addColumn("alert_ids", "text", must)
      .addColumn("attempts", "integer", must)
      .addColumn("next_at", "bigint", must)
      .addColumn("created_at", "bigint", must)
      .execute();
    await withId("webhook_failures")
      .addColumn("at", "bigint", must)
      .addColumn("message", "text", must)
      .addColumn("attempts", "integer", must)
      .execute();
    await db.schema
      .createTable("settings")
      .addColumn("name", "text", (column) => column.primaryKey())
      .addColumn("value", "text", must)
      .execute();
    await db.schema
      .createTable("users")
      .addColumn("user_id", "text", (column) => column.primaryKey())
      .addColumn("name", "text", (column) => column.notNull().unique())
      .addColumn("password_hash", "text", must)
      .addColumn("created_at", "bigint", must)
      .execute();
    await db.schema
      .createTable("sessions")
      .addColumn("token_hash", "text", (column) => column.primaryKey())
      .addColumn("user_id", "text", must)
      .addColumn("created_at", "bigint", must)
      .addColumn("expires_at", "bigint", must)
      .execute();
    await withId("dead_letters")
      .addColumn("received_at", "bigint", must)
      .addColumn("topic", "text", must)
      .addColumn("reason", "text", must)
      .addColumn("detail", "text", must)
      .addColumn("bytes", "integer", must)
      .addColumn("sha256", "text", must)
      .execute();
    await withId("audit")
      .addColumn("at", "bigint", must)
      .addColumn("by", "text", must)
      .addColumn("action", "text", must)
      .addColumn("subject", "text", must)
      .execute();
    await db.schema
      .createTable("watch_entries")
      .addColumn("venue_id", "text", must)
      .addColumn("transmitter", "text", must)
      .addColumn("suspect_id", "text", must)
      .addColumn("expires_at", "bigint", must)
      .addPrimaryKeyConstraint("watch_entries_key", ["venue_id", "transmitter"])
      .execute();
  },
};
