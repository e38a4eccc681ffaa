import type { LevelSeries } from "@probewarden/contract";
import { STEP_MS } from "./series-step.ts";
import type { SeriesStep } from "./series-store.ts";

/**
 * To look a transmitter up in a step costs more than to read one row of a range, and a sensor hears a few hundred transmitters: up to
 * 16 of them looking up is cheaper (measured), unless one row with a wrong clock stretches the span over decades.
 */
const MOST_TRANSMITTERS = 16;
const MOST_LOOK_UPS = 200_000;

/** The addresses in a JSON list with their ids, so that one statement serves any number of them. */
const WANTED =
  "wanted (id, address) AS MATERIALIZED (SELECT id, address FROM transmitters WHERE address IN (SELECT value FROM json_each(?4)))";
/** Milliseconds, p10, median, p90, frames: as a series has them. */
export type LevelPoint = LevelSeries["points"][number];
const POINT = "min(l.p10), sum(l.median * l.frames) / sum(l.frames), max(l.p90), sum(l.frames)";

/** Levels of one sensor; each step and transmitter is one look into the clustered key. */
const levelsByLookUp = (
  step: SeriesStep,
): string => `WITH RECURSIVE step (ts) AS (VALUES (?2) UNION ALL SELECT ts + ${STEP_MS[step] / 1000} FROM step WHERE ts + ${STEP_MS[step] / 1000} < ?3), ${WANTED}
  SELECT '[' || group_concat(point) || ']' AS list FROM (
    SELECT (SELECT CASE WHEN count(*) > 0 THEN json_array(step.ts * 1000, ${POINT}) END FROM wanted
      CROSS JOIN signal_${step} l ON l.sensor = ?1 AND l.ts = step.ts AND l.transmitter = wanted.id) AS point
    FROM step WHERE step.ts < ?3)`;

/** The same by reading every level of the sensor in the span, in the order of the key: by a multiple of the step it would have to be sorted. */
const levelsByRange = (step: SeriesStep): string => `WITH ${WANTED}
  SELECT '[' || group_concat(point) || ']' AS list FROM (
    SELECT json_array(l.ts * 1000, ${POINT}) AS point FROM signal_${step} l
    WHERE l.sensor = ?1 AND l.ts >= ?2 AND l.ts < ?3 AND l.transmitter IN (SELECT id FROM wanted)
    GROUP BY l.ts ORDER BY l.ts)`;

/**
 * The statement that reads levels of one sensor as a JSON list of {@link LevelPoint}s, a step each, in their order.
 * Parameters: sensor, from and to in seconds, a JSON list of addresses.
 * @param transmitters how many addresses there are
 * @param seconds how long the span is
 */
export const levelsOf = (step: SeriesStep, transmitters: number, seconds: number): string =>
  transmitters > MOST_TRANSMITTERS || (transmitters * seconds) / (STEP_MS[step] / 1000) > MOST_LOOK_UPS
    ? levelsByRange(step)
    : levelsByLookUp(step);

/** Steps of rows, in their order, as points of a multiple of them. */
export function inPoints(steps: readonly LevelPoint[], pointMs: number): LevelPoint[] {
  const points: LevelPoint[] = [];
  for (const [at, p10, median, p90, frames] of steps) {
    const begin = Math.floor(at / pointMs) * pointMs;
    const last = points.at(-1);
    if (last?.[0] !== begin) {
      points.push([begin, p10, median, p90, frames]);
      continue;
    }
    const all = last[4] + frames;
    last[1] = Math.min(last[1], p10);
    last[2] = (last[2] * last[4] + median * frames) / all;
    last[3] = Math.max(last[3], p90);
    last[4] = all;
  }
  return points;
}
