import type { CameraFinding } from "@probewarden/contract";
import { sql, type Kysely, type Migration } from "kysely";
import { cameraNeed } from "../../../cameras/camera-need.ts";
import type { StateTables } from "../tables.ts";

const PAGE = 500;
/** The order of alerts as this version knew it; a later migration drops its indexes. */
const ALERT_NEED = "(case when state = 'closed' then 0 when band = 'strong' then 2 else 1 end)";

/** Lists of sensors, cameras, alerts and outages by what needs a person, page by page, without reading all of them. */
export const listsByNeed: Migration = {
  async up(db: Kysely<StateTables>) {
    // A sensor's turn is settled within ten seconds of the first start; until then all stand as never seen.
    await db.schema
      .alterTable("sensors")
      .addColumn("turn", "integer", (column) => column.notNull().defaultTo(2))
      .execute();
    await db.schema
      .alterTable("cameras")
      .addColumn("need", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .alterTable("alerts")
      .addColumn("band", "text", (column) => column.notNull().defaultTo("suspected"))
      .execute();
    await db
      .updateTable("alerts")
      .set({ band: "strong" })
      .where("suspect_id", "in", (query) =>
        query.selectFrom("suspects").select("suspect_id").where("band", "=", "strong"),
      )
      .execute();
    await fillCameras(db);
    const make = (name: string, table: string, columns: string[]): Promise<void> =>
      db.schema.createIndex(name).on(table).columns(columns).execute();
    await make("sensors_by_turn", "sensors", ["turn", "name", "sensor_id"]);
    await make("sensors_of_venue_by_turn", "sensors", ["venue_id", "turn", "name", "sensor_id"]);
    await make("cameras_by_need", "cameras", ["need", "first_seen_at", "camera_id"]);
    await make("cameras_of_venue_by_need", "cameras", ["venue_id", "need", "first_seen_at", "camera_id"]);
    await make("outages_by_state", "outages", ["state", "opened_at", "outage_id"]);
    await make("venues_by_name", "venues", ["name", "venue_id"]);
    const need = sql.raw(ALERT_NEED);
    await sql`create index alerts_by_need on alerts (${need}, opened_at, alert_id)`.execute(db);
    await sql`create index alerts_of_venue_by_need on alerts (venue_id, ${need}, opened_at, alert_id)`.execute(db);
  },
};

async function fillCameras(db: Kysely<StateTables>): Promise<void> {
  for (let after: string | undefined = ""; after !== undefined;) {
    const page: { camera_id: string; body: string }[] = await db
      .selectFrom("cameras")
      .select(["camera_id", "body"])
      .where("camera_id", ">", after)
      .orderBy("camera_id")
      .limit(PAGE)
      .execute();
    for (const { camera_id, body } of page) {
      const { ladder = [] } = JSON.parse(body) as Partial<CameraFinding>;
      const need = cameraNeed({ ladder });
      if (need > 0) await db.updateTable("cameras").set({ need }).where("camera_id", "=", camera_id).execute();
    }
    after = page.at(-1)?.camera_id;
  }
}
