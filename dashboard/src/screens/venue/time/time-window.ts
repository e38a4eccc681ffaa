import { TIME_STEP_MS } from "@probewarden/contract/figures";
import type { TimeWindow } from "../../../api/venue-time.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Two days: yesterday's afternoon and today's stand side by side. */
const LENGTH_MS = 2 * DAY_MS;
const STEP = "5m";
export const STEP_MS = TIME_STEP_MS[STEP];

/** The two days that end now, to the next step; or two that ended before. */
export function timeWindow(endMs: number | undefined, now: number): TimeWindow {
  const present = Math.ceil(now / STEP_MS) * STEP_MS;
  const toMs = Math.min(present, endMs ?? present);
  return { fromMs: toMs - LENGTH_MS, toMs, step: STEP };
}

/** When the stretch ends that shows an instant in its middle; undefined where the one that ends now shows it. */
export function endFor(at: number, now: number): number | undefined {
  const window = timeWindow(undefined, now);
  if (at >= window.fromMs) return undefined;
  return Math.ceil((at + DAY_MS) / HOUR_MS) * HOUR_MS;
}

/** The stretch a day earlier or later; undefined where that is the one that ends now. */
export function shiftedEnd(endMs: number | undefined, now: number, days: -1 | 1): number | undefined {
  const end = timeWindow(endMs, now).toMs + days * DAY_MS;
  return end >= now ? undefined : end;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/;

/** An instant in an address: to the minute, in UTC. */
export const atText = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;

/** The instant that an address names, to its step; undefined where it names none, or one that has not begun. */
export function readAt(text: string | null, now: number): number | undefined {
  const at = text === null || !INSTANT.test(text) ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) || at < 0 || at >= now ? undefined : Math.floor(at / STEP_MS) * STEP_MS;
}
