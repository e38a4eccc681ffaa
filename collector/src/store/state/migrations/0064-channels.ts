import { PostgresAdapter, sql, type CreateTableBuilder, type Kysely, type Migration } from "kysely";

interface Before {
  settings: { name: string; value: string };
  webhook_queue: { alert_ids: string };
  channels: Record<string, string | number | null>;
  alerts: { alert_id: string; spread_at: number | null };
  outages: { outage_id: string; spread_at: number | null };
}

/** Settings in which the one webhook stood before there were channels. */
const SETTINGS = { url: "webhook-url", secret: "webhook-secret", sent: "webhook-last-sent" };
/** It told of everything, at once, in both languages. */
const RULES = { band: "suspected", cameras: true, outages: true, digest: "none", language: "both", detail: "full" };

/**
 * Channels by which people are told, their queue and record. The webhook goes on as one of them; of what waited in its queue people are told
 * by the new one, and its latest failures are not kept.
 */
export const channels: Migration = {
  async up(db: Kysely<Before>) {
    await makeTables(db);
    for (const table of ["alerts", "outages"] as const)
      await db.schema.alterTable(table).addColumn("spread_at", "bigint").execute();
    await sql`update alerts set spread_at = raised_at where delivery <> 'waiting'`.execute(db);
    await sql`update outages set spread_at = opened_at where delivery <> 'waiting'`.execute(db);
    for (const { alert_ids } of await db.selectFrom("webhook_queue").select("alert_ids").execute())
      for (const id of JSON.parse(alert_ids) as string[]) {
        await db.updateTable("alerts").set({ spread_at: null }).where("alert_id", "=", id).execute();
        await db.updateTable("outages").set({ spread_at: null }).where("outage_id", "=", id).execute();
      }
    for (const [table, at] of [
      ["alerts", "raised_at"],
      ["outages", "opened_at"],
    ] as const)
      await sql`create index ${sql.ref(`${table}_to_spread`)} on ${sql.table(table)} (${sql.ref(at)}) where spread_at is null`.execute(
        db,
      );
    for (const table of ["webhook_queue", "webhook_failures"]) await db.schema.dropTable(table).execute();
    await moveWebhook(db);
  },
};

async function makeTables(db: Kysely<Before>): Promise<void> {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  const withId = (table: string): CreateTableBuilder<string, "id"> =>
    postgres
      ? db.schema.createTable(table).addColumn("id", "bigserial", (column) => column.primaryKey())
      : db.schema.createTable(table).addColumn("id", "integer", (column) => column.primaryKey().autoIncrement());
  await db.schema
    .createTable("channels")
    .addColumn("channel_id", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("enabled", "integer", (column) => column.notNull())
    .addColumn("settings", "text", (column) => column.notNull())
    .addColumn("rules", "text", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addColumn("changed_by", "text", (column) => column.notNull())
    .addColumn("free_at", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("last_sent_at", "bigint")
    .addColumn("failing_since", "bigint")
    .execute();
  await withId("notices")
    .addColumn("channel_id", "text", (column) => column.notNull())
    .addColumn("channel_name", "text", (column) => column.notNull())
    .addColumn("sent_to", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_at", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("done_at", "bigint")
    .addColumn("failures", "text", (column) => column.notNull().defaultTo("[]"))
    .execute();
  await db.schema
    .createTable("notice_subjects")
    .addColumn("subject_id", "text", (column) => column.notNull())
    .addColumn("notice_id", "bigint", (column) => column.notNull().references("notices.id").onDelete("cascade"))
    .addPrimaryKeyConstraint("notice_subjects_key", ["subject_id", "notice_id"])
    .execute();
  await db.schema
    .createTable("reminders")
    .addColumn("channel_id", "text", (column) => column.notNull())
    .addColumn("subject_id", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("told", "integer", (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint("reminders_key", ["channel_id", "subject_id"])
    .execute();
  const index = (name: string, table: string, columns: string[]): Promise<void> =>
    db.schema.createIndex(name).on(table).columns(columns).execute();
  await index("notices_due", "notices", ["channel_id", "state", "next_at"]);
  await index("notices_by_age", "notices", ["done_at"]);
  await index("notice_subjects_of", "notice_subjects", ["notice_id"]);
  await index("reminders_due", "reminders", ["at"]);
}

async function moveWebhook(db: Kysely<Before>): Promise<void> {
  const named = await db.selectFrom("settings").selectAll().where("name", "in", Object.values(SETTINGS)).execute();
  const { url, secret, sent } = Object.fromEntries(
    Object.entries(SETTINGS).map(([key, name]) => [key, named.find((row) => row.name === name)?.value]),
  );
  await db.deleteFrom("settings").where("name", "in", Object.values(SETTINGS)).execute();
  if (url === undefined || secret === undefined) return;
  await db
    .insertInto("channels")
    .values({
      channel_id: "webhook",
      kind: "webhook",
      name: "Webhook",
      enabled: 1,
      settings: JSON.stringify({ kind: "webhook", url, secret }),
      rules: JSON.stringify(RULES),
      changed_at: Date.now(),
      changed_by: "update",
      last_sent_at: sent === undefined ? null : Number(sent),
    })
    .execute();
}
