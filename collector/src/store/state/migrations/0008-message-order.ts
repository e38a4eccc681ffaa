import { sql, type Kysely, type Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** What is newer is told by boot and number, never by a sensor's clock: each row remembers of which message it is. */
export const messageOrder: Migration = {
  async up(db: Kysely<StateTables>) {
    const add = (table: string, column: string, type: "text" | "bigint"): Promise<void> =>
      db.schema.alterTable(table).addColumn(column, type).execute();
    await db.schema
      .alterTable("boots")
      .addColumn("ordinal", "bigint", (column) => column.notNull().defaultTo(0))
      .execute();
    // Of those of before only the hour is known in which they were last heard.
    const boots = await db
      .selectFrom("boots")
      .select(["sensor_id", "boot_id"])
      .orderBy("sensor_id")
      .orderBy("heard_at")
      .orderBy("boot_id")
      .execute();
    const ordinals = new Map<string, number>();
    for (const { sensor_id, boot_id } of boots) {
      const ordinal = (ordinals.get(sensor_id) ?? 0) + 1;
      ordinals.set(sensor_id, ordinal);
      await db
        .updateTable("boots")
        .set({ ordinal })
        .where("sensor_id", "=", sensor_id)
        .where("boot_id", "=", boot_id)
        .execute();
    }
    await db.schema
      .alterTable("findings")
      .addColumn("boot_id", "text", (column) => column.notNull().defaultTo(""))
      .execute();
    await db.schema
      .alterTable("findings")
      .addColumn("seq", "bigint", (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable("findings").dropColumn("sensor_at").execute();
    await add("sensors", "health_boot", "text");
    await add("sensors", "health_seq", "bigint");
    await add("cameras", "boot_id", "text");
    await add("cameras", "seq", "bigint");
    // It stood there by the sensor's clock; nothing was heard after its message came.
    await sql`
      UPDATE findings SET last_heard_at = CASE
        WHEN last_heard_at > received_at THEN received_at
        WHEN (SELECT abs(clock_offset_ms) > 30000 FROM sensors WHERE sensors.sensor_id = findings.sensor_id)
          AND last_heard_at - (SELECT clock_offset_ms FROM sensors WHERE sensors.sensor_id = findings.sensor_id) < received_at
        THEN last_heard_at - (SELECT clock_offset_ms FROM sensors WHERE sensors.sensor_id = findings.sensor_id)
        ELSE last_heard_at END`.execute(db);
  },
};
