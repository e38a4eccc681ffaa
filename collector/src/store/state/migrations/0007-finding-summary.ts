import type { Finding } from "@probewarden/contract";
import type { Kysely, Migration } from "kysely";
import type { StateTables } from "../tables.ts";
import { pagesOfFindings } from "./pages-of-findings.ts";

/** What a list shows of a finding stands beside its body, which may have a hundred kilobytes of evidence. */
export const findingSummary: Migration = {
  async up(db: Kysely<StateTables>) {
    await db.schema
      .alterTable("findings")
      .addColumn("band", "text", (column) => column.notNull().defaultTo("watch"))
      .execute();
    await db.schema
      .alterTable("findings")
      .addColumn("last_heard_at", "bigint", (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable("findings").addColumn("rssi_dbm", "double precision").execute();
    for await (const page of pagesOfFindings(db))
      for (const row of page) {
        const { band, lastHeardAt, rssiDbm } = JSON.parse(row.body) as Finding;
        await db
          .updateTable("findings")
          .set({ band, last_heard_at: Date.parse(lastHeardAt), rssi_dbm: rssiDbm ?? null })
          .where("sensor_id", "=", row.sensor_id)
          .where("finding_id", "=", row.finding_id)
          .execute();
      }
  },
};
