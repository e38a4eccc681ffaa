import type { Finding } from "@probewarden/contract";
import type { Kysely, Migration } from "kysely";
import type { StateTables } from "../tables.ts";

/** Findings that are rewritten at a time, so that a large state need not fit in memory. */
const PAGE = 500;

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
    let after: { sensor_id: string; finding_id: string } | undefined = { sensor_id: "", finding_id: "" };
    while (after !== undefined) {
      const { sensor_id, finding_id }: { sensor_id: string; finding_id: string } = after;
      const page = await db
        .selectFrom("findings")
        .select(["sensor_id", "finding_id", "body"])
        .where((where) =>
          where.or([
            where("sensor_id", ">", sensor_id),
            where.and([where("sensor_id", "=", sensor_id), where("finding_id", ">", finding_id)]),
          ]),
        )
        .orderBy("sensor_id")
        .orderBy("finding_id")
        .limit(PAGE)
        .execute();
      for (const row of page) {
        const { band, lastHeardAt, rssiDbm } = JSON.parse(row.body) as Finding;
        await db
          .updateTable("findings")
          .set({ band, last_heard_at: Date.parse(lastHeardAt), rssi_dbm: rssiDbm ?? null })
          .where("sensor_id", "=", row.sensor_id)
          .where("finding_id", "=", row.finding_id)
          .execute();
      }
      after = page.at(-1);
    }
  },
};
