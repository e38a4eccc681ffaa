import type { CameraFinding } from "@probewarden/contract";
import type { Kysely, Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** What is odd about a camera is kept by its code alone; it used to stand there in words as well. */
export const cameraOddities: Migration = {
  async up(db: Kysely<StateTables>) {
    for (const { camera_id, body } of await db.selectFrom("cameras").select(["camera_id", "body"]).execute()) {
      const { warnings: _, ...finding } = JSON.parse(body) as Partial<CameraFinding> & { warnings?: string[] };
      await db
        .updateTable("cameras")
        .set({ body: JSON.stringify({ oddities: [], ...finding }) })
        .where("camera_id", "=", camera_id)
        .execute();
    }
  },
};
