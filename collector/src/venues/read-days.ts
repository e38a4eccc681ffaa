import type { Band, VenueDay } from "@probewarden/contract";
import type { SeriesReads } from "../store/series/series-store.ts";
import type { StateReader } from "../store/state/open-state.ts";
import type { LocalDay } from "./local-days.ts";

const HOUR_MS = 3_600_000;
/** Spans, and sensors, that are looked at together: a year of a large venue passes through, and stays nowhere. */
const SPANS = 5_000;
const SENSORS = 32;
/** An hour's counts have come so long after its end. */
const COUNTED_AFTER_MS = 150_000;
const BANDS: readonly Band[] = ["watch", "suspected", "strong"];

/** What happened on each of some days of a venue. The days join one another. */
export async function readDays(
  { db }: StateReader,
  series: Pick<SeriesReads, "probing">,
  venueId: string,
  days: readonly LocalDay[],
  now: number,
): Promise<VenueDay[]> {
  const told = days.map(({ date, fromMs, untilMs }): VenueDay => ({
    date,
    fromMs,
    untilMs,
    active: 0,
    appeared: 0,
    sensors: 0,
    deafSensors: 0,
    deafHours: 0,
    outages: 0,
  }));
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined || first.fromMs >= now) return told;
  const span = { fromMs: first.fromMs, toMs: Math.min(last.untilMs, now) };
  await countSuspects(db, venueId, told, span);
  await countDeaf(db, series, venueId, told, { ...span, toMs: Math.min(last.untilMs, now - COUNTED_AFTER_MS) });
  const outages = await db
    .selectFrom("outages")
    .select(["opened_at", "closed_at", "over_at"])
    .where("venue_id", "=", venueId)
    .where("opened_at", "<", span.toMs)
    .where((where) => where.or([where("over_at", "is", null), where("over_at", ">", span.fromMs)]))
    .limit(SPANS)
    .execute();
  for (const { opened_at, closed_at, over_at } of outages)
    for (const day of daysOf(told, opened_at, over_at ?? closed_at ?? now)) day.outages += 1;
  return told;
}

interface Span {
  fromMs: number;
  toMs: number;
}

const daysOf = (days: readonly VenueDay[], from: number, until: number): VenueDay[] =>
  days.filter(({ fromMs, untilMs }) => from < untilMs && until > fromMs);

/** Counts the suspects that were active: they come in the order of their names, so that each counts once a day without a list of them. */
async function countSuspects(
  db: StateReader["db"],
  venueId: string,
  days: readonly VenueDay[],
  { fromMs, toMs }: Span,
): Promise<void> {
  const counted = new Map<VenueDay, string>();
  let after: { suspect_id: string; from_at: number } | undefined;
  for (;;) {
    let query = db
      .selectFrom("suspect_spans")
      .select(["suspect_id", "from_at", "until_at", "band"])
      .select((select) =>
        select
          .selectFrom("suspect_spans as first")
          .select((inner) => inner.fn.min("first.from_at").as("at"))
          .whereRef("first.suspect_id", "=", "suspect_spans.suspect_id")
          .as("known_since"),
      )
      .where("venue_id", "=", venueId)
      .where("state", "=", "active")
      .where("settled", "=", 0)
      .where("from_at", "<", toMs)
      .where((where) => where.or([where("until_at", "is", null), where("until_at", ">", fromMs)]))
      .orderBy("suspect_id")
      .orderBy("from_at")
      .limit(SPANS);
    if (after !== undefined) {
      const { suspect_id, from_at } = after;
      query = query.where((where) =>
        where.or([
          where("suspect_id", ">", suspect_id),
          where.and([where("suspect_id", "=", suspect_id), where("from_at", ">", from_at)]),
        ]),
      );
    }
    const rows = await query.execute();
    for (const row of rows)
      for (const day of daysOf(days, row.from_at, row.until_at ?? toMs)) {
        const band = row.band as Band;
        if (day.band === undefined || BANDS.indexOf(band) > BANDS.indexOf(day.band)) day.band = band;
        const from = Math.max(day.fromMs, row.from_at);
        day.firstActiveMs = Math.min(day.firstActiveMs ?? from, from);
        if (counted.get(day) === row.suspect_id) continue;
        counted.set(day, row.suspect_id);
        day.active += 1;
        if (Number(row.known_since) >= day.fromMs) day.appeared += 1;
      }
    after = rows.at(-1);
    if (rows.length < SPANS) return;
  }
}

/** Counts the hours in which sensors did not listen, out of roll-ups. Of a sensor nothing is expected before it was added or first listened. */
async function countDeaf(
  db: StateReader["db"],
  series: Pick<SeriesReads, "probing">,
  venueId: string,
  days: readonly VenueDay[],
  { fromMs, toMs }: Span,
): Promise<void> {
  const sensors = await db
    .selectFrom("sensors")
    .select(["sensor_id", "added_at", "retired_at"])
    .where("venue_id", "=", venueId)
    .where((where) => where.or([where("retired_at", "is", null), where("retired_at", ">", fromMs)]))
    .orderBy("sensor_id")
    .execute();
  const from = Math.floor(fromMs / HOUR_MS) * HOUR_MS;
  if (toMs <= from) return;
  for (let at = 0; at < sensors.length; at += SENSORS) {
    const page = sensors.slice(at, at + SENSORS);
    const steps = await series.probing(
      venueId,
      page.map(({ sensor_id }) => sensor_id),
      from,
      toMs,
      HOUR_MS,
    );
    const listened = new Map(page.map(({ sensor_id }) => [sensor_id, new Set<number>()]));
    for (const { sensorId, atMs } of steps) listened.get(sensorId)?.add(atMs);
    for (const { sensor_id, added_at, retired_at } of page) {
      const own = listened.get(sensor_id) ?? new Set<number>();
      const since = Math.min(added_at, ...own);
      for (const day of days) {
        let [expected, deaf] = [0, 0];
        // An hour that two days share, where a zone is half an hour off, counts with the day in which it begins.
        for (let hour = Math.ceil(day.fromMs / HOUR_MS) * HOUR_MS; hour < day.untilMs; hour += HOUR_MS) {
          if (hour < since || hour + HOUR_MS > Math.min(toMs, retired_at ?? toMs)) continue;
          expected += 1;
          if (!own.has(hour)) deaf += 1;
        }
        day.sensors += Number(expected > 0);
        day.deafSensors += Number(deaf > 0);
        day.deafHours += deaf;
      }
    }
  }
}
