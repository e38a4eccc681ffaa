import type { Place, Position } from "@probewarden/contract";
import type { SeriesStore } from "../../store/series/series-store.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import { locate, type PlacedSensor } from "../../suspects/location.ts";
import { channelLooks, LOOK_MINUTES } from "../../suspects/placement-looks.ts";
import { readFloors } from "../../venues/read-venues.ts";
import { storyMinute, storySpans } from "./demo-story.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const BEHIND_MS = 48 * HOUR_MS;
/** A gap that is shorter is the time in which nobody ran the demo, and is left as it is. */
const LEAST_MS = 2 * HOUR_MS;
/** The demo's boxes: level at one metre, exponent, and what a sensor hears at the least; as its recordings are levelled. */
const [POWER_DBM, EXPONENT, LEAST_DBM] = [-30, 3, -92];
const CHANNEL_MHZ = 2437;
/** Sensors whose hour is written at once: some five hundred minutes, a few milliseconds in which nothing else is done. */
const AT_ONCE = 8;

export interface DemoPastParts {
  state: StateStore;
  series: Pick<SeriesStore, "write" | "probing">;
  venueId: string;
  now: number;
  /** Whether the collector is on its way out. */
  stopped: () => boolean;
}

/**
 * Puts two days of simulated air behind the demo venue, as far as none are there, so that its past can be looked at in the first minute: what was
 * known of three boxes, what the sensors counted, and when they did not listen. Hour by hour, the latest first, so that it holds up
 * nothing. Returns how many minutes it wrote.
 */
export async function fillDemoPast({ state, series, venueId, now, stopped }: DemoPastParts): Promise<number> {
  const venue = await state.db.selectFrom("venues").select("floors").where("venue_id", "=", venueId).executeTakeFirst();
  const rows = await state.db
    .selectFrom("sensors")
    .select(["sensor_id", "floor_id", "x", "y"])
    .where("venue_id", "=", venueId)
    .orderBy("added_at")
    .orderBy("sensor_id")
    .execute();
  const ids = rows.map((row) => row.sensor_id);
  const known = await series.probing(venueId, ids, now - BEHIND_MS, now, HOUR_MS);
  const since = Math.max(Math.ceil((now - BEHIND_MS) / HOUR_MS) * HOUR_MS, ...known.map(({ atMs }) => atMs + HOUR_MS));
  if (now - since < LEAST_MS) return 0;
  const floors = readFloors(venue?.floors ?? "[]");
  const sensors = rows.flatMap(({ sensor_id: sensorId, floor_id: floorId, x, y }): PlacedSensor[] =>
    floorId === null || x === null || y === null ? [] : [{ sensorId, floorId, position: { x, y } }],
  );
  const placeOf = (at: Position): Place | undefined => locate(looksAt(at, sensors, now), { floors, sensors });
  await writeSpans(state, venueId, storySpans(since, now), placeOf);
  let written = 0;
  const last = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  for (let hour = Math.floor(last / HOUR_MS) * HOUR_MS; hour >= since && !stopped(); hour -= HOUR_MS) {
    for (let first = 0; first < ids.length && !stopped(); first += AT_ONCE) {
      const census = ids.slice(first, first + AT_ONCE).map((sensorId, at) => ({
        venueId,
        sensorId,
        minutes: Array.from({ length: 60 }, (_, minute) => hour + minute * MINUTE_MS)
          .filter((minute) => minute < last)
          .map((minute) => storyMinute(first + at, minute, now))
          .filter((counted) => counted !== undefined),
      }));
      await series.write({ signal: [], census });
      written += census.reduce((sum, { minutes }) => sum + minutes.length, 0);
      // Messages of the sensors have their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return written;
}

async function writeSpans(
  state: StateStore,
  venueId: string,
  spans: ReturnType<typeof storySpans>,
  placeOf: (at: Position) => Place | undefined,
): Promise<void> {
  if (spans.length === 0) return;
  const places = new Map<Position, string | null>();
  for (const { at } of spans) {
    if (places.has(at)) continue;
    const place = placeOf(at);
    places.set(at, place === undefined ? null : JSON.stringify(place));
  }
  await state.inVenue(venueId, async (trx) => {
    await trx
      .insertInto("suspect_spans")
      .values(
        spans.map((span) => ({
          suspect_id: span.suspectId,
          from_at: span.fromMs,
          until_at: span.untilMs,
          venue_id: venueId,
          suspicion: span.suspicion,
          state: span.state,
          band: span.band,
          score_db: span.scoreDb,
          decision: span.decision ?? null,
          settled: span.decision === "authorised" ? 1 : 0,
          place: places.get(span.at) ?? null,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/** What the sensors would hear of a box: the log-distance model, with a shadow of some decibels that stands still. */
function looksAt({ x, y }: Position, sensors: readonly PlacedSensor[], now: number): ReturnType<typeof channelLooks> {
  const minutes = sensors.flatMap(({ sensorId, position }, index) => {
    const metres = Math.max(1, Math.hypot(position.x - x, position.y - y));
    const medianDbm = POWER_DBM - 10 * EXPONENT * Math.log10(metres) + ((index * 5 + Math.round(x)) % 7) - 3;
    return Array.from({ length: LOOK_MINUTES }, (_, minute) => ({
      sensorId,
      channelMhz: CHANNEL_MHZ,
      minuteMs: now - minute * MINUTE_MS,
      seconds: 60,
      ...(medianDbm < LEAST_DBM ? { frames: 0 } : { frames: 40, medianDbm }),
    }));
  });
  return channelLooks(minutes, [], now);
}
