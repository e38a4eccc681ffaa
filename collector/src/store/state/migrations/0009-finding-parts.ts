import type { Finding } from "@probewarden/contract";
import type { Kysely, Migration } from "kysely";
import type { StateTables } from "../tables.ts";
import { pagesOfFindings } from "./pages-of-findings.ts";

/** Beside a finding's body stand its codes and families, and every address that it ever named, so that each can be found and erased. */
export const findingParts: Migration = {
  async up(db: Kysely<StateTables>) {
    for (const column of ["codes", "families"])
      await db.schema
        .alterTable("findings")
        .addColumn(column, "text", (definition) => definition.notNull().defaultTo("[]"))
        .execute();
    await db.schema
      .createTable("finding_transmitters")
      .addColumn("sensor_id", "text", (column) => column.notNull())
      .addColumn("finding_id", "text", (column) => column.notNull())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("transmitter", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("finding_transmitters_key", ["sensor_id", "finding_id", "transmitter"])
      .execute();
    await db.schema
      .createIndex("finding_transmitters_by_address")
      .on("finding_transmitters")
      .columns(["venue_id", "transmitter"])
      .execute();
    for await (const page of pagesOfFindings(db))
      for (const { sensor_id, finding_id, venue_id, body } of page) {
        const { evidence = [], transmitters = [] } = JSON.parse(body) as Partial<Finding>;
        const sorted = (names: string[]): string => JSON.stringify([...new Set(names)].toSorted());
        await db
          .updateTable("findings")
          .set({
            codes: sorted(evidence.map(({ code }) => code)),
            families: sorted(evidence.map(({ family }) => family)),
          })
          .where("sensor_id", "=", sensor_id)
          .where("finding_id", "=", finding_id)
          .execute();
        if (transmitters.length > 0)
          await db
            .insertInto("finding_transmitters")
            .values([...new Set(transmitters)].map((transmitter) => ({ sensor_id, finding_id, venue_id, transmitter })))
            .execute();
      }
  },
};
