import type { Transaction } from "kysely";
import { DeletionLine } from "../health/deletions.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Suspects that go in one transaction, in which the venue waits. */
const PIECE = 100;

/** What goes with a suspect, and how the log calls it. */
const COUNTED = [
  ["findings", "findings"],
  ["suspect_changes", "suspect-changes"],
  ["suspect_spans", "suspect-changes"],
  ["alerts", "alerts"],
  ["suspects", "suspects"],
] as const;
type Lines = Record<(typeof COUNTED)[number][0], DeletionLine>;

/**
 * Forgets the suspects of a venue that have ended or that nobody could hear, when they were last heard before an instant, with their
 * findings, history and alerts; and of more than `most` of them the ones that were heard longest ago. Of what a person decided the suspect
 * and its addresses stay: it must hold when the device comes back.
 */
export async function retainSuspects(
  state: StateStore,
  { venueId, before, most }: { venueId: string; before: number; most: number },
  now: number,
): Promise<void> {
  await forgetHeardBefore(state, venueId, before, linesOf(now, before, "age"));
  const cut = await over(state.db, venueId)
    .where("suspect_id", "not in", decided(state.db))
    .select("last_heard_at")
    .orderBy("last_heard_at", "desc")
    .offset(most)
    .limit(1)
    .executeTakeFirst();
  if (cut === undefined) return;
  const until = cut.last_heard_at + 1;
  await forgetHeardBefore(state, venueId, until, linesOf(now, until, "limit"));
}

const linesOf = (at: number, until: number, rule: "age" | "limit"): Lines =>
  Object.fromEntries(COUNTED.map(([table, kind]) => [table, new DeletionLine({ at, kind, until, rule })])) as Lines;

const over = (db: StateStore["db"] | Transaction<StateTables>, venueId: string) =>
  db
    .selectFrom("suspects")
    .where("venue_id", "=", venueId)
    .where("state", "in", ["ended", "unobserved"])
    // An alert goes when a person has settled it, and not before; nor while it is to open again at a time.
    .where(
      "suspect_id",
      "not in",
      db
        .selectFrom("alerts")
        .select("suspect_id")
        .where("venue_id", "=", venueId)
        .where((where) => where.or([where("need", ">", 0), where("wake_at", "is not", null)])),
    );
const decided = (db: StateStore["db"] | Transaction<StateTables>) => db.selectFrom("decisions").select("suspect_id");

/** In pieces, each in its turn: nobody must meanwhile bring a suspect back that goes. */
async function forgetHeardBefore(state: StateStore, venueId: string, before: number, lines: Lines): Promise<void> {
  let after = "";
  for (;;) {
    const last = await state.inVenue(venueId, (trx) => forgetPiece(trx, venueId, before, after, lines));
    if (last === undefined) return;
    after = last;
  }
}

/** Forgets the next piece after a suspect, by their ids. Returns its last one; undefined when there is none left. */
async function forgetPiece(
  trx: Transaction<StateTables>,
  venueId: string,
  before: number,
  after: string,
  lines: Lines,
): Promise<string | undefined> {
  const rows = await over(trx, venueId)
    .where("last_heard_at", "<", before)
    .where("suspect_id", ">", after)
    .select("suspect_id")
    .orderBy("suspect_id")
    .limit(PIECE)
    .execute();
  const all = rows.map(({ suspect_id }) => suspect_id);
  const last = all.at(-1);
  if (last === undefined) return undefined;
  await trx
    .deleteFrom("finding_transmitters")
    .where((where) =>
      where.exists(
        where
          .selectFrom("findings as f")
          .select("f.finding_id")
          .whereRef("f.sensor_id", "=", "finding_transmitters.sensor_id")
          .whereRef("f.finding_id", "=", "finding_transmitters.finding_id")
          .where("f.suspect_id", "in", all),
      ),
    )
    .execute();
  for (const table of ["suspect_hearings", "suspect_shares"] as const)
    await trx.deleteFrom(table).where("suspect_id", "in", all).execute();
  for (const table of ["findings", "suspect_changes", "suspect_spans", "alerts"] as const) {
    const { numDeletedRows } = await trx.deleteFrom(table).where("suspect_id", "in", all).executeTakeFirst();
    await lines[table].add(trx, numDeletedRows);
  }
  const held = await trx.selectFrom("decisions").select("suspect_id").where("suspect_id", "in", all).execute();
  const kept = new Set(held.map(({ suspect_id }) => suspect_id));
  const gone = all.filter((suspectId) => !kept.has(suspectId));
  if (gone.length > 0) {
    for (const table of ["suspect_transmitters", "suspect_targets", "watch_entries"] as const)
      await trx.deleteFrom(table).where("suspect_id", "in", gone).execute();
    const { numDeletedRows } = await trx.deleteFrom("suspects").where("suspect_id", "in", gone).executeTakeFirst();
    await lines.suspects.add(trx, numDeletedRows);
  }
  return last;
}
