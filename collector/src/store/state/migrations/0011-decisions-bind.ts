import type { Kysely, Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** A decision remembers what it was about. Of those of before that is what stands there now: what comes later is new to them. */
export const decisionsBind: Migration = {
  async up(db: Kysely<StateTables>) {
    for (const column of ["decided_on", "reopened"])
      await db.schema.alterTable("suspects").addColumn(column, "text").execute();
    await db.schema.alterTable("decisions").addColumn("decided_on", "text").execute();
    const decided = await db
      .selectFrom("suspects")
      .select(["suspect_id", "band"])
      .where("decision", "is not", null)
      .execute();
    for (const { suspect_id, band } of decided) {
      const transmitters = await db
        .selectFrom("suspect_transmitters")
        .select("transmitter")
        .where("suspect_id", "=", suspect_id)
        .orderBy("transmitter")
        .execute();
      const findings = await db
        .selectFrom("findings")
        .select("families")
        .where("suspect_id", "=", suspect_id)
        .execute();
      const families = findings.flatMap((row) => JSON.parse(row.families) as string[]);
      const decided_on = JSON.stringify({
        transmitters: transmitters.map((row) => row.transmitter),
        families: [...new Set(families)].toSorted(),
        band,
      });
      await db.updateTable("suspects").set({ decided_on }).where("suspect_id", "=", suspect_id).execute();
    }
  },
};
