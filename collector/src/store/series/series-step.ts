import type { SeriesStep } from "./series-store.ts";

/** Milliseconds of each step. */
export const STEP_MS: Readonly<Record<SeriesStep, number>> = { "1m": 60_000, "5m": 300_000, "1h": 3_600_000 };

/** How a span is read: out of which rows, and how many milliseconds of them become one point (a multiple of their step). */
export interface ReadStep {
  rows: SeriesStep;
  pointMs: number;
}

/** The finest step with which a span has at most `maxPoints` points, and one more where it begins inside a step. */
export function stepFor(fromMs: number, toMs: number, maxPoints: number): ReadStep {
  const span = Math.max(0, toMs - fromMs);
  const rows = (["1m", "5m"] as const).find((step) => span / STEP_MS[step] <= maxPoints) ?? "1h";
  return { rows, pointMs: Math.max(1, Math.ceil(span / maxPoints / STEP_MS[rows])) * STEP_MS[rows] };
}

/** The step of `listened`: as many points as a screen can show. */
export const listenedStep = (fromMs: number, toMs: number): ReadStep => stepFor(fromMs, toMs, 720);

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
