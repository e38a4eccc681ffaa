import type { Kysely, Migration } from "kysely";

/**
 * A package is of a suspect or of a camera, perhaps with one decision about it; and a decision keeps what was known of its suspect when it was
 * made, which the record cannot tell afterwards: weights of a line change while it is held.
 */
export const packageSubjects: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("evidence_packages").addColumn("camera_id", "text").execute();
    await db.schema.alterTable("evidence_packages").addColumn("decision_id", "bigint").execute();
    await db.schema
      .createIndex("evidence_packages_by_camera")
      .on("evidence_packages")
      .columns(["camera_id", "asked_at"])
      .execute();
    await db.schema.alterTable("decisions").addColumn("known", "text").execute();
  },
};
