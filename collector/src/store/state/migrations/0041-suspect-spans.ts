import { bandOf } from "@probewarden/contract";
import type { Insertable, Kysely, Migration } from "kysely";
import type { StateTables } from "../tables.ts";

const PAGE = 100;

type Span = Insertable<StateTables["suspect_spans"]>;
type Change = Pick<
  StateTables["suspect_changes"],
  "at" | "sensor_id" | "finding_id" | "state" | "band" | "score_db" | "place"
>;
type Decided = Pick<StateTables["decisions"], "decision" | "at">;
type Row = Pick<
  StateTables["suspects"],
  "suspect_id" | "venue_id" | "suspicion" | "state" | "state_since" | "band" | "score_db" | "place" | "decision"
> & { settled: number; last_heard_at: number };

/** What was known of each suspect, and when, so that the past can be asked for; for what was before, as its history has it. */
export const suspectSpans: Migration = {
  async up(db: Kysely<StateTables>) {
    await db.schema
      .createTable("suspect_spans")
      .addColumn("suspect_id", "text", (column) => column.notNull())
      .addColumn("from_at", "bigint", (column) => column.notNull())
      .addColumn("until_at", "bigint")
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("suspicion", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("band", "text", (column) => column.notNull())
      .addColumn("score_db", "double precision", (column) => column.notNull())
      .addColumn("decision", "text")
      .addColumn("settled", "integer", (column) => column.notNull())
      .addColumn("place", "text")
      .addPrimaryKeyConstraint("suspect_spans_key", ["suspect_id", "from_at"])
      .execute();
    const index = (name: string, columns: string[]): Promise<void> =>
      db.schema.createIndex(name).on("suspect_spans").columns(columns).execute();
    // What was known in a span of time, suspect by suspect; and what is over for the longest.
    await index("suspect_spans_of_venue", ["venue_id", "suspect_id", "until_at"]);
    await index("suspect_spans_by_age", ["until_at"]);
    await fill(db);
  },
};

async function fill(db: Kysely<StateTables>): Promise<void> {
  for (let after: string | undefined = ""; after !== undefined;) {
    const page: Row[] = await db
      .selectFrom("suspects")
      .select(["suspect_id", "venue_id", "suspicion", "state", "state_since", "band", "score_db", "place", "decision"])
      .select(["settled", "last_heard_at"])
      .where("suspect_id", ">", after)
      .orderBy("suspect_id")
      .limit(PAGE)
      .execute();
    for (const suspect of page) {
      const of = { suspectId: suspect.suspect_id };
      const changes = await db
        .selectFrom("suspect_changes")
        .select(["at", "sensor_id", "finding_id", "state", "band", "score_db", "place"])
        .where("suspect_id", "=", of.suspectId)
        .orderBy("id")
        .execute();
      const decisions = await db
        .selectFrom("decisions")
        .select(["decision", "at"])
        .where("suspect_id", "=", of.suspectId)
        .orderBy("id")
        .execute();
      for (const span of spansOfHistory(suspect, changes, decisions))
        await db.insertInto("suspect_spans").values(span).execute();
    }
    after = page.at(-1)?.suspect_id;
  }
}

/** Spans out of a suspect's history and its decisions. Whether it was silent in between nobody wrote down: until it ended it counts as active. */
export function spansOfHistory(suspect: Row, changes: readonly Change[], decisions: readonly Decided[]): Span[] {
  const { suspect_id, venue_id, suspicion } = suspect;
  const findings = new Map<string, Change>();
  const now = { place: null as string | null, decision: null as string | null };
  const spans: Span[] = [];
  const note = (at: number): void => {
    const scores = [...findings.values()].map((finding) => finding.score_db);
    const last = spans.at(-1);
    if (last?.until_at === null) last.until_at = Math.max(at, last.from_at);
    if (scores.length === 0) return;
    const score_db = Math.max(...scores);
    const settled = now.decision === "authorised" || now.decision === "dismissed" ? 1 : 0;
    const band = bandOf(score_db) ?? "watch";
    spans.push({
      ...now,
      suspect_id,
      venue_id,
      suspicion,
      state: "active",
      band,
      score_db,
      settled,
      from_at: at,
      until_at: null,
    });
  };
  const events = [
    ...changes.map((change) => ({ at: change.at, change, decided: undefined })),
    ...decisions.map((decided) => ({ at: decided.at, change: undefined, decided })),
  ].toSorted((a, b) => a.at - b.at);
  for (const { at, change, decided } of events) {
    if (decided !== undefined) now.decision = decided.decision === "none" ? null : decided.decision;
    else if (change.finding_id === null) now.place = change.place;
    else if (change.state === "ended") findings.delete(`${change.sensor_id} ${change.finding_id}`);
    else findings.set(`${change.sensor_id} ${change.finding_id}`, change);
    note(at);
  }
  findings.clear();
  const lastAt = spans.at(-1)?.from_at ?? 0;
  const presentFrom = Math.max(lastAt, suspect.state_since ?? suspect.last_heard_at);
  if (spans.at(-1)?.until_at === null || suspect.state !== "ended") note(presentFrom);
  const told = spans.filter((span) => (span.until_at ?? Infinity) > span.from_at);
  if (suspect.state === "ended") return told;
  const decision = suspect.decision === null ? null : (JSON.parse(suspect.decision) as Decided).decision;
  const { state, band, score_db, settled, place } = suspect;
  return [
    ...told,
    {
      suspect_id,
      venue_id,
      suspicion,
      state,
      band,
      score_db,
      decision,
      settled,
      place,
      from_at: presentFrom,
      until_at: null,
    },
  ];
}
