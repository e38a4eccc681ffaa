import type { Band, Decision, Place, SuspectPast, SuspectSpan, SuspectState } from "@probewarden/contract";
import type { StateReader } from "../store/state/open-state.ts";

/** Spans of one answer, the latest: a suspect that changes for ever has more. */
export const MOST_PAST_SPANS = 1_000;

/** What was known of one suspect between two instants, each span as long as it lasted. */
export async function readPast(
  { db }: StateReader,
  suspectId: string,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  most = MOST_PAST_SPANS,
): Promise<SuspectPast> {
  const rows = await db
    .selectFrom("suspect_spans")
    .selectAll()
    .where("suspect_id", "=", suspectId)
    .where("from_at", "<", toMs)
    .where((where) => where.or([where("until_at", "is", null), where("until_at", ">", fromMs)]))
    .orderBy("from_at", "desc")
    .limit(most + 1)
    .execute();
  const told = rows.slice(0, most).toReversed();
  const begin = rows.length > most ? (told[0]?.from_at ?? fromMs) : fromMs;
  const places = new Map<string, number>();
  const spans = told.map((row): SuspectSpan => {
    if (row.place !== null && !places.has(row.place)) places.set(row.place, places.size);
    const place = row.place === null ? undefined : places.get(row.place);
    return {
      fromMs: Math.max(begin, row.from_at),
      untilMs: Math.min(toMs, row.until_at ?? toMs),
      state: row.state as SuspectState,
      band: row.band as Band,
      scoreDb: row.score_db,
      settled: row.settled === 1,
      ...(row.decision === null ? {} : { decision: row.decision as Decision }),
      ...(place === undefined ? {} : { place }),
    };
  });
  return {
    suspectId,
    fromMs: begin,
    toMs,
    spans,
    places: [...places.keys()].map((place) => JSON.parse(place) as Place),
  };
}
