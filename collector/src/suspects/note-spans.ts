import type { DecisionRecord, Place } from "@probewarden/contract";
import type { Selectable, Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import { isElsewhere } from "./note-change.ts";

type Span = Selectable<StateTables["suspect_spans"]>;
type Known = Omit<Span, "from_at" | "until_at">;

/** Spans of one suspect that are kept; one that changes for ever must not grow without end. */
export const MOST_SPANS = 2_000;

/** Suspects that are looked at together. */
const PAGE = 500;

/**
 * Writes down what is known of suspects from now on, where that is something else than before, inside the transaction that changed it. What
 * was known at an instant is the span that holds it: a later finding, decision or merge changes nothing of it. One that ended, or became part
 * of another, has no span from then on.
 */
export async function noteSpans(
  trx: Transaction<StateTables>,
  suspectIds: Iterable<string>,
  at: number,
): Promise<void> {
  const ids = [...new Set(suspectIds)];
  for (let from = 0; from < ids.length; from += PAGE) await notePage(trx, ids.slice(from, from + PAGE), at);
}

async function notePage(trx: Transaction<StateTables>, ids: readonly string[], at: number): Promise<void> {
  const suspects = await trx
    .selectFrom("suspects")
    .select(["suspect_id", "venue_id", "suspicion", "state", "band", "score_db", "settled", "decision", "place"])
    .where("suspect_id", "in", ids)
    .where("state", "!=", "ended")
    .execute();
  const open = await trx
    .selectFrom("suspect_spans")
    .selectAll()
    .where("suspect_id", "in", ids)
    .where("until_at", "is", null)
    .execute();
  const now = new Map(suspects.map((row): [string, Known] => [row.suspect_id, knownOf(row)]));
  const before = new Map(open.map((span) => [span.suspect_id, span]));
  for (const suspectId of ids) {
    const [span, known] = [before.get(suspectId), now.get(suspectId)];
    if (span === undefined ? known === undefined : known !== undefined && isSame(span, known)) continue;
    // A clock that was set back must not make what was known overlap.
    const from = Math.max(at, span?.from_at ?? 0);
    if (span !== undefined) await endSpan(trx, span, from);
    if (known !== undefined)
      await trx
        .insertInto("suspect_spans")
        .values({ ...known, from_at: from, until_at: null })
        .execute();
  }
}

const knownOf = ({ decision, ...row }: Known): Known => ({
  ...row,
  decision: decision === null ? null : (JSON.parse(decision) as DecisionRecord).decision,
});

/** Whether nothing changed that a person would see: a score to the deciban, a place to its own uncertainty. */
function isSame(before: Span, now: Known): boolean {
  if (
    before.state !== now.state ||
    before.band !== now.band ||
    Math.round(before.score_db) !== Math.round(now.score_db)
  )
    return false;
  if (before.decision !== now.decision || before.settled !== now.settled) return false;
  if (before.place === now.place) return true;
  if (before.place === null || now.place === null) return false;
  return !isElsewhere(JSON.parse(before.place) as Place, JSON.parse(now.place) as Place);
}

/** Closes a span; one that would have lasted no time is told over. */
async function endSpan(trx: Transaction<StateTables>, { suspect_id, from_at }: Span, until: number): Promise<void> {
  if (until > from_at)
    await trx
      .updateTable("suspect_spans")
      .set({ until_at: until })
      .where("suspect_id", "=", suspect_id)
      .where("from_at", "=", from_at)
      .execute();
  else
    await trx.deleteFrom("suspect_spans").where("suspect_id", "=", suspect_id).where("from_at", "=", from_at).execute();
}

/**
 * Forgets where suspects were thought to be that have lost every address: what was taken back was a station, and the places of a visitor's
 * phone are nobody's to keep.
 */
export async function forgetPlacesWithoutAddress(
  trx: Transaction<StateTables>,
  suspectIds: readonly string[],
): Promise<void> {
  if (suspectIds.length === 0) return;
  const named = trx.selectFrom("suspect_transmitters").select("suspect_id").where("suspect_id", "in", suspectIds);
  for (const table of ["suspects", "suspect_spans"] as const)
    await trx
      .updateTable(table)
      .set({ place: null })
      .where("suspect_id", "in", suspectIds)
      .where("suspect_id", "not in", named)
      .execute();
  await trx
    .deleteFrom("suspect_changes")
    .where("suspect_id", "in", suspectIds)
    .where("suspect_id", "not in", named)
    .where("finding_id", "is", null)
    .execute();
}

/** Forgets of a suspect with more than `most` spans the oldest. Returns how many went. */
export async function forgetSpans(trx: Transaction<StateTables>, most = MOST_SPANS): Promise<number> {
  const full = await trx
    .selectFrom("suspect_spans")
    .select("suspect_id")
    .groupBy("suspect_id")
    .having((having) => having.fn.countAll(), ">", most)
    .execute();
  let gone = 0;
  for (const { suspect_id } of full) {
    const { from_at } = await trx
      .selectFrom("suspect_spans")
      .select("from_at")
      .where("suspect_id", "=", suspect_id)
      .orderBy("from_at", "desc")
      .offset(most)
      .limit(1)
      .executeTakeFirstOrThrow();
    const old = trx.deleteFrom("suspect_spans").where("suspect_id", "=", suspect_id).where("from_at", "<=", from_at);
    gone += Number((await old.executeTakeFirst()).numDeletedRows);
  }
  return gone;
}
