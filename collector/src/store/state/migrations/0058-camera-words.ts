import { sql, type Kysely, type Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** What each sensor says of a camera stands by itself; of those that are there only the latest visitor is known. What a removed one said stays as it is. */
export const cameraWords: Migration = {
  async up(db: Kysely<StateTables>) {
    await db.schema
      .createTable("camera_words")
      .addColumn("sensor_id", "text", (column) => column.notNull())
      .addColumn("camera_id", "text", (column) => column.notNull())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("first_seen_at", "bigint", (column) => column.notNull())
      .addColumn("last_seen_at", "bigint", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("boot_id", "text")
      .addColumn("seq", "bigint")
      .addPrimaryKeyConstraint("camera_words_key", ["sensor_id", "camera_id"])
      .execute();
    await db.schema.createIndex("camera_words_of").on("camera_words").columns(["camera_id"]).execute();
    await db.schema.createIndex("camera_words_by_age").on("camera_words").columns(["last_seen_at"]).execute();
    await sql`
      INSERT INTO camera_words (sensor_id, camera_id, venue_id, first_seen_at, last_seen_at, body, boot_id, seq)
      SELECT c.sensor_id, c.camera_id, c.venue_id, c.first_seen_at, c.last_seen_at, c.body, c.boot_id, c.seq FROM cameras c
      WHERE NOT EXISTS (SELECT 1 FROM sensors s WHERE s.sensor_id = c.sensor_id AND s.retired_at IS NOT NULL)`.execute(
      db,
    );
  },
};
