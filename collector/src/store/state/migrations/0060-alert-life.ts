import { sql, type Kysely, type Migration } from "kysely";
import { needOf, type Life } from "../../../alerts/alert-life.ts";
import type { StateTables } from "../tables.ts";

const PAGE = 500;

/**
 * The life of an alert: how it stands, what was done with it, and the order of the inbox. What was open is new; what was closed stays closed,
 * also where it had closed by itself, for nobody can say any more who saw it.
 */
export const alertLife: Migration = {
  async up(db: Kysely<StateTables>) {
    const table = () => db.schema.alterTable("alerts");
    await table()
      .addColumn("life", "text", (column) => column.notNull().defaultTo('{"stage":"new"}'))
      .execute();
    await table()
      .addColumn("stage", "text", (column) => column.notNull().defaultTo("new"))
      .execute();
    for (const column of ["need", "revision"])
      await table()
        .addColumn(column, "integer", (made) => made.notNull().defaultTo(column === "need" ? 8 : 1))
        .execute();
    for (const column of ["raised_at", "changed_at"])
      await table()
        .addColumn(column, "bigint", (made) => made.notNull().defaultTo(0))
        .execute();
    await table().addColumn("wake_at", "bigint").execute();
    await table().addColumn("assignee", "text").execute();
    for (const column of ["seen_on", "kind"]) await table().addColumn(column, "text").execute();
    await sql`update alerts set raised_at = opened_at, changed_at = coalesce(closed_at, opened_at)`.execute(db);
    await fillLives(db);
    for (const index of ["alerts_by_need", "alerts_of_venue_by_need"]) await db.schema.dropIndex(index).execute();
    const order = ["need", "raised_at", "alert_id"];
    const make = (name: string, columns: string[]): Promise<void> =>
      db.schema.createIndex(name).on("alerts").columns(columns).execute();
    await make("alerts_in_order", order);
    await make("alerts_of_venue_in_order", ["venue_id", ...order]);
    await make("alerts_of_assignee_in_order", ["assignee", ...order]);
    await make("alerts_by_waking", ["wake_at"]);
    await make("alerts_of_venue_by_raising", ["venue_id", "raised_at"]);
    await db.schema
      .createTable("alert_steps")
      .addColumn("alert_id", "text", (column) => column.notNull().references("alerts.alert_id").onDelete("cascade"))
      .addColumn("revision", "integer", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("by", "text")
      .addColumn("step", "text", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("before", "text", (column) => column.notNull())
      .addColumn("stage", "text", (column) => column.notNull())
      .addColumn("superseded_by", "integer")
      .addPrimaryKeyConstraint("alert_steps_key", ["alert_id", "revision"])
      .execute();
  },
};

async function fillLives(db: Kysely<StateTables>): Promise<void> {
  for (let after: string | undefined = ""; after !== undefined;) {
    const page: {
      alert_id: string;
      state: string;
      band: string;
      closed_at: number | null;
      closed_by: string | null;
      reason: string | null;
      over_at: number | null;
    }[] = await db
      .selectFrom("alerts")
      .select(["alert_id", "state", "band", "closed_at", "closed_by", "reason", "over_at"])
      .where("alert_id", ">", after)
      .orderBy("alert_id")
      .limit(PAGE)
      .execute();
    for (const { alert_id, state, band, closed_at, closed_by, reason, over_at } of page) {
      const life: Life =
        state === "open"
          ? { stage: "new" }
          : {
              stage: "closed",
              ...(closed_by === null ? {} : { by: closed_by }),
              ...(closed_at === null ? {} : { at: closed_at }),
              ...(reason === null ? {} : { reason }),
              ...(over_at === null ? {} : { endedAt: over_at }),
            };
      const values = { life: JSON.stringify(life), stage: life.stage, need: needOf(life, band) };
      await db.updateTable("alerts").set(values).where("alert_id", "=", alert_id).execute();
    }
    after = page.at(-1)?.alert_id;
  }
}
