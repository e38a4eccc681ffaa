import { sql, type Kysely, type Migration } from "kysely";

/**
 * What the inbox is asked by beyond its order: what an alert is about, and who made its last step, for what changed since somebody looked. Of
 * alerts from before the record of steps nobody can say any more whose their last step was.
 */
export const inbox: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable("alerts")
      .addColumn("about", "text", (column) => column.notNull().defaultTo(""))
      .execute();
    await db.schema.alterTable("alerts").addColumn("changed_by", "text").execute();
    await sql`update alerts set about = case when camera_id is not null then 'camera'
      else coalesce((select suspicion from suspects where suspects.suspect_id = alerts.suspect_id), '') end`.execute(
      db,
    );
    await sql`update alerts set changed_by = (select alert_steps."by" from alert_steps
      where alert_steps.alert_id = alerts.alert_id and alert_steps.revision = alerts.revision)`.execute(db);
    const make = (name: string, columns: string[]): Promise<void> =>
      db.schema.createIndex(name).on("alerts").columns(columns).execute();
    await make("alerts_about_in_order", ["about", "need", "raised_at", "alert_id"]);
    await make("alerts_by_change", ["changed_at"]);
  },
};
