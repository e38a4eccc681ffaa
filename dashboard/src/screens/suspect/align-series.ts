import type { LevelSeries } from "@probewarden/contract";

/** Columns as uPlot takes them: seconds, then 10th percentile, median, 90th percentile in dBm; null breaks the line. */
export type LevelColumns = [x: number[], p10: (number | null)[], median: (number | null)[], p90: (number | null)[]];

/** A hole of this many usual steps is a gap: nothing was heard in between, and no line may say otherwise. */
const GAP_STEPS = 2.5;
/** Levels are made once a minute; nearer points cannot make a shorter usual step. */
const MINUTE_MS = 60_000;

function usualStepMs(points: LevelSeries["points"]): number {
  const steps = points.slice(1).map(([at], index) => at - (points[index]?.[0] ?? at));
  return Math.max(MINUTE_MS, steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? MINUTE_MS);
}

/** Lays out one sensor's levels for the chart, with a break wherever minutes are missing. */
export function alignSeries(points: LevelSeries["points"]): LevelColumns {
  const columns: LevelColumns = [[], [], [], []];
  const step = usualStepMs(points);
  let before: number | undefined;
  for (const [at, p10, median, p90] of points) {
    if (before !== undefined && at - before > GAP_STEPS * step) {
      columns[0].push((before + step) / 1000);
      columns[1].push(null);
      columns[2].push(null);
      columns[3].push(null);
    }
    columns[0].push(at / 1000);
    columns[1].push(p10);
    columns[2].push(median);
    columns[3].push(p90);
    before = at;
  }
  return columns;
}
