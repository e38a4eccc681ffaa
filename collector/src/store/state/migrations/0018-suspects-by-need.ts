import { sql, type Kysely, type Migration, type Selectable } from "kysely";
import type { StateTables } from "../tables.ts";

const PAGE = 500;

/** The order of that time. */
const NEED =
  "(case when settled = 1 then (case when state = 'ended' then 0 else 1 end)" +
  " else (case when state = 'ended' then 1 else 4 end)" +
  " + (case when band = 'strong' then 3 when band = 'suspected' then 2 else 1 end) end)";

/** Lists of suspects by what needs a person, and suspects by whom they hit, without reading all of them. */
export const suspectsByNeed: Migration = {
  async up(db: Kysely<StateTables>) {
    await db.schema
      .alterTable("suspects")
      .addColumn("settled", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createTable("suspect_targets")
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("target", "text", (column) => column.notNull())
      .addColumn("suspect_id", "text", (column) => column.notNull())
      .addColumn("suspicion", "text", (column) => column.notNull())
      .addColumn("fusible", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("suspect_targets_key", ["venue_id", "target", "suspect_id"])
      .execute();
    await db.schema
      .createIndex("suspect_targets_fusible")
      .on("suspect_targets")
      .columns(["venue_id", "target", "suspicion"])
      .where(sql.ref("fusible"), "=", 1)
      .execute();
    await db.schema
      .createIndex("suspects_decided")
      .on("suspects")
      .column("venue_id")
      .where(sql.ref("decided_on"), "is not", null)
      .execute();
    await db.schema.createIndex("suspect_targets_by_suspect").on("suspect_targets").column("suspect_id").execute();
    await fill(db);
    await sql`create index suspects_by_need on suspects (${sql.raw(NEED)}, last_heard_at, suspect_id)`.execute(db);
    await sql`create index suspects_of_venue_by_need on suspects (venue_id, ${sql.raw(NEED)}, last_heard_at, suspect_id)`.execute(
      db,
    );
    await db.schema
      .createIndex("findings_by_score")
      .on("findings")
      .columns(["suspect_id", "state", "score_db"])
      .execute();
  },
};

type Row = Pick<
  Selectable<StateTables["suspects"]>,
  "suspect_id" | "venue_id" | "suspicion" | "state" | "targets" | "decision" | "reopened"
>;

async function fill(db: Kysely<StateTables>): Promise<void> {
  for (let after: string | undefined = ""; after !== undefined;) {
    const page: Row[] = await db
      .selectFrom("suspects")
      .select(["suspect_id", "venue_id", "suspicion", "state", "targets", "decision", "reopened"])
      .where("suspect_id", ">", after)
      .orderBy("suspect_id")
      .limit(PAGE)
      .execute();
    const settled = page.filter(isSettled).map((row) => row.suspect_id);
    if (settled.length > 0)
      await db.updateTable("suspects").set({ settled: 1 }).where("suspect_id", "in", settled).execute();
    await fillTargets(
      db,
      page.filter((row) => row.targets !== "[]"),
    );
    after = page.at(-1)?.suspect_id;
  }
}

function isSettled({ decision, reopened }: Row): boolean {
  if (decision === null || reopened !== null) return false;
  return ["authorised", "dismissed"].includes((JSON.parse(decision) as { decision: string }).decision);
}

async function fillTargets(db: Kysely<StateTables>, suspects: readonly Row[]): Promise<void> {
  if (suspects.length === 0) return;
  const ids = suspects.map((row) => row.suspect_id);
  const accused = await db
    .selectFrom("suspect_transmitters")
    .select("suspect_id")
    .distinct()
    .where("suspect_id", "in", ids)
    .execute();
  const named = new Set(accused.map((row) => row.suspect_id));
  for (const { suspect_id, venue_id, suspicion, targets, state } of suspects) {
    const fusible = state !== "ended" && !named.has(suspect_id) ? 1 : 0;
    const rows = [...new Set(JSON.parse(targets) as string[])].map((target) => ({
      venue_id,
      target,
      suspect_id,
      suspicion,
      fusible,
    }));
    await db.insertInto("suspect_targets").values(rows).execute();
  }
}
