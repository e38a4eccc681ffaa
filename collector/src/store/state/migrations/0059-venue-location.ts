import type { Kysely, Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** Where on earth a venue is and to which group it belongs, for a look at a whole region; unknown until somebody says it. */
export const venueLocation: Migration = {
  async up(db: Kysely<StateTables>) {
    for (const column of ["latitude", "longitude"])
      await db.schema.alterTable("venues").addColumn(column, "double precision").execute();
    await db.schema.alterTable("venues").addColumn("district", "text").execute();
  },
};
