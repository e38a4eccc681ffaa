import type {
  Band,
  Decision,
  Place,
  SuspectSpan,
  SuspectState,
  SuspectTimeline,
  Suspicion,
} from "@probewarden/contract";
import type { Selectable } from "kysely";
import type { StateReader } from "../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";
import type { StateTables } from "../store/state/tables.ts";

const LIST = "suspects-then";
const ORDER = [["suspect_id", "text"]] as const satisfies Order;

/** A stretch of time in steps; all of them begin at a whole multiple of themselves. */
export interface Stretch {
  fromMs: number;
  /** Steps that begin before this are told. */
  toMs: number;
  stepMs: number;
}

type Row = Selectable<StateTables["suspect_spans"]>;

/**
 * Suspects of a venue as they were known through a stretch of time, by identifier: at each step what stood then, whatever came later. What
 * began and ended between two steps shows in finer ones only.
 * @throws CursorError
 */
export async function readTimelines(
  { db }: StateReader,
  venueId: string,
  stretch: Stretch,
  page: { after?: string; limit: number },
): Promise<Page<SuspectTimeline>> {
  const { fromMs, toMs } = stretch;
  const within = db
    .selectFrom("suspect_spans")
    .where("venue_id", "=", venueId)
    .where("from_at", "<", toMs)
    .where((where) => where.or([where("until_at", "is", null), where("until_at", ">", fromMs)]));
  let named = within
    .select("suspect_id")
    .distinct()
    .orderBy("suspect_id")
    .limit(page.limit + 1);
  if (page.after !== undefined) named = named.where(isBehind(LIST, ORDER, page.after, "asc"));
  const { items, next } = pageOf(LIST, await named.execute(), page.limit, (row) => [row.suspect_id]);
  if (items.length === 0) return { items: [], next };
  const ids = items.map((row) => row.suspect_id);
  const rows = await within
    .selectAll()
    .where("suspect_id", "in", ids)
    .orderBy("suspect_id")
    .orderBy("from_at")
    .execute();
  const byId = new Map(ids.map((id): [string, Row[]] => [id, []]));
  for (const row of rows) byId.get(row.suspect_id)?.push(row);
  return { items: [...byId.values()].flatMap((own) => timelineOf(own, stretch)), next };
}

/** One suspect's rows as they are told; nothing where none of them stood at the beginning of a step. */
function timelineOf(rows: readonly Row[], stretch: Stretch): SuspectTimeline[] {
  const [first] = rows;
  const places = new Map<string, number>();
  const spans: SuspectSpan[] = [];
  for (const row of rows) {
    const span = inSteps(row, stretch);
    if (span === undefined) continue;
    if (row.place !== null && !places.has(row.place)) places.set(row.place, places.size);
    const place = row.place === null ? undefined : places.get(row.place);
    spans.push({
      ...span,
      state: row.state as SuspectState,
      band: row.band as Band,
      scoreDb: row.score_db,
      settled: row.settled === 1,
      ...(row.decision === null ? {} : { decision: row.decision as Decision }),
      ...(place === undefined ? {} : { place }),
    });
  }
  if (first === undefined || spans.length === 0) return [];
  return [
    {
      suspectId: first.suspect_id,
      suspicion: first.suspicion as Suspicion,
      spans,
      places: [...places.keys()].map((place) => JSON.parse(place) as Place),
    },
  ];
}

/** The steps at whose beginning a row stood; undefined where there is none. */
export function inSteps(
  { from_at, until_at }: Pick<Row, "from_at" | "until_at">,
  { fromMs, toMs, stepMs }: Stretch,
): Pick<SuspectSpan, "fromMs" | "untilMs"> | undefined {
  const next = (at: number): number => Math.ceil(at / stepMs) * stepMs;
  const from = Math.max(fromMs, next(from_at));
  const until = Math.min(next(toMs), next(until_at ?? toMs));
  return from < until ? { fromMs: from, untilMs: until } : undefined;
}
