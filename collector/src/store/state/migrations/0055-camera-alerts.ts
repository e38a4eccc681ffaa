import type { CameraFinding } from "@probewarden/contract";
import type { Kysely, Migration } from "kysely";
import { stepsOf } from "../../../cameras/told-steps.ts";
import type { StateTables } from "../tables.ts";

const PAGE = 500;

/** Alerts of cameras, and which steps of each people were told of: of what was known before nobody is told as if it were new. */
export const cameraAlerts: Migration = {
  async up(db: Kysely<StateTables>) {
    for (const column of ["camera_id", "category", "step", "from_step"])
      await db.schema.alterTable("alerts").addColumn(column, "text").execute();
    await db.schema.createIndex("alerts_by_camera").on("alerts").columns(["camera_id", "state"]).execute();
    await db.schema
      .alterTable("cameras")
      .addColumn("told", "text", (column) => column.notNull().defaultTo("{}"))
      .execute();
    await db.schema
      .alterTable("cameras")
      .addColumn("untold", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.createIndex("cameras_untold").on("cameras").columns(["untold", "need"]).execute();
    await fillTold(db);
  },
};

async function fillTold(db: Kysely<StateTables>): Promise<void> {
  for (let after: string | undefined = ""; after !== undefined;) {
    const page: { camera_id: string; body: string }[] = await db
      .selectFrom("cameras")
      .select(["camera_id", "body"])
      .where("need", ">", 0)
      .where("camera_id", ">", after)
      .orderBy("camera_id")
      .limit(PAGE)
      .execute();
    for (const { camera_id, body } of page) {
      const { ladder = [] } = JSON.parse(body) as Partial<CameraFinding>;
      const told = JSON.stringify(stepsOf({ ladder }));
      await db.updateTable("cameras").set({ told }).where("camera_id", "=", camera_id).execute();
    }
    after = page.at(-1)?.camera_id;
  }
}
