import type { SensorTimeline, SuppressedMean } from "@probewarden/contract";
import type { ProbingStep, SeriesReads } from "../store/series/series-store.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";

const LIST = "sensors-then";
const ORDER = [["sensor_id", "text"]] as const satisfies Order;
const MINUTE_MS = 60_000;
/** A minute is counted when it is over, and its count is on its way: until then it is not told, for it would look like silence. */
const COUNTED_AFTER_MS = 2.5 * MINUTE_MS;

export interface SensorStretch {
  fromMs: number;
  toMs: number;
  stepMs: number;
  now: number;
}

/**
 * What the sensors of a venue heard of phones, and how long they listened, by identifier; one that was removed since stands among them.
 * @throws CursorError
 */
export async function readSensorTimes(
  { db }: StateReader,
  series: Pick<SeriesReads, "probing">,
  venueId: string,
  stretch: SensorStretch,
  page: { after?: string; limit: number },
): Promise<Page<SensorTimeline>> {
  let query = db
    .selectFrom("sensors")
    .select("sensor_id")
    .where("venue_id", "=", venueId)
    .where((where) => where.or([where("retired_at", "is", null), where("retired_at", ">", stretch.fromMs)]))
    .orderBy("sensor_id")
    .limit(page.limit + 1);
  if (page.after !== undefined) query = query.where(isBehind(LIST, ORDER, page.after, "asc"));
  const { items, next } = pageOf(LIST, await query.execute(), page.limit, (row) => [row.sensor_id]);
  const ids = items.map((row) => row.sensor_id);
  const countedMs = Math.min(stretch.toMs, stretch.now - COUNTED_AFTER_MS);
  const steps =
    ids.length === 0 || countedMs <= stretch.fromMs
      ? []
      : await series.probing(venueId, ids, stretch.fromMs, countedMs, stretch.stepMs);
  const bySensor = new Map(ids.map((id): [string, ProbingStep[]] => [id, []]));
  for (const step of steps) bySensor.get(step.sensorId)?.push(step);
  return { items: [...bySensor].map(([id, own]) => sensorTimeline(id, own, { ...stretch, countedMs })), next };
}

/** Steps of one sensor as they are told: each of the stretch, heard or not. */
export function sensorTimeline(
  sensorId: string,
  steps: readonly ProbingStep[],
  { fromMs, toMs, stepMs, countedMs }: Omit<SensorStretch, "now"> & { countedMs: number },
): SensorTimeline {
  const byTime = new Map(steps.map((step) => [step.atMs, step]));
  const told: SensorTimeline = { sensorId, fromMs, stepMs, listenedShare: [], probeRequests: [], devices: [] };
  for (let at = fromMs; at < toMs; at += stepMs) {
    const minutes = Math.floor((Math.min(at + stepMs, countedMs) - at) / MINUTE_MS);
    if (minutes < 1) break;
    const step = byTime.get(at);
    told.listenedShare.push(step === undefined ? 0 : Math.min(1, Math.round((100 * step.minutes) / minutes) / 100));
    told.probeRequests.push(step?.load === undefined ? null : suppressedMean(step.load.requests / step.minutes));
    told.devices.push(step?.load === undefined ? null : suppressedMean(step.load.devices / step.minutes));
  }
  return told;
}

const FEW = 5;

/** A mean to a tenth, or that it is small. */
export const suppressedMean = (mean: number): SuppressedMean =>
  mean > 0 && mean < FEW ? { fewerThan: FEW } : Math.round(mean * 10) / 10;
