import type { SeriesStep } from "./series-store.ts";

/** Milliseconds of each step. */
export const STEP_MS: Readonly<Record<SeriesStep, number>> = { "1m": 60_000, "5m": 300_000, "1h": 3_600_000 };

/** The finest step with which a span has at most `maxPoints` points; the coarsest where none has. */
export function stepFor(fromMs: number, toMs: number, maxPoints: number): SeriesStep {
  const span = Math.max(0, toMs - fromMs);
  if (span / STEP_MS["1m"] <= maxPoints) return "1m";
  return span / STEP_MS["5m"] <= maxPoints ? "5m" : "1h";
}

/** One value of `listened`: seconds listened in the step that begins at `atMs`. */
export interface Listened {
  atMs: number;
  seconds: number;
}

/**
 * Spans in which a sensor did not listen: steps without a report, or with no second listened, joined where they touch.
 * A step counts only when it lies inside the span as a whole.
 */
export function notListenedSpans(
  listened: readonly Listened[],
  fromMs: number,
  toMs: number,
  stepMs: number,
): [number, number][] {
  const heard = new Set(listened.filter((entry) => entry.seconds > 0).map((entry) => Math.floor(entry.atMs / stepMs)));
  const spans: [number, number][] = [];
  for (let step = Math.ceil(fromMs / stepMs); (step + 1) * stepMs <= toMs; step++) {
    if (heard.has(step)) continue;
    const last = spans.at(-1);
    if (last?.[1] === step * stepMs) last[1] += stepMs;
    else spans.push([step * stepMs, (step + 1) * stepMs]);
  }
  return spans;
}
