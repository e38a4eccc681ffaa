import { TIME_STEP_MS, type TimeStep } from "@probewarden/contract";
import type { Stretch } from "../suspects/read-spans.ts";
import { instantOf } from "./instant.ts";
import { Refusal } from "./refusal.ts";

/** Steps of one answer: a day of minutes, and a little more. */
export const MOST_STEPS = 1_500;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const STEPS = Object.entries(TIME_STEP_MS) as [TimeStep, number][];

/**
 * The steps that were asked for: from the one that holds `from` to the last that begins before `to` and has begun. A range that ends before
 * it begins, or has too many steps, is refused with what would do.
 * @throws Refusal bad-range
 */
export function stretchOf(asked: { from: string; to: string; step: TimeStep }, now: number): Stretch {
  const stepMs = TIME_STEP_MS[asked.step];
  const [from, to] = [instantOf("from", asked.from), instantOf("to", asked.to)];
  if (to <= from) throw new Refusal(400, "bad-range", "to: it must be later than from");
  const fromMs = Math.floor(from / stepMs) * stepMs;
  const steps = Math.ceil((to - fromMs) / stepMs);
  if (steps > MOST_STEPS) {
    const fits = STEPS.find(([, ms]) => (to - from) / ms <= MOST_STEPS - 1)?.[0];
    const help = fits === undefined ? "ask for a shorter time" : `step ${fits} has few enough`;
    throw new Refusal(400, "bad-range", `from, to, step: ${steps} steps are more than ${MOST_STEPS}; ${help}`);
  }
  // What has not begun is not known; a span of the future has no step.
  const present = (Math.floor(now / stepMs) + 1) * stepMs;
  return { fromMs, toMs: Math.max(fromMs, Math.min(fromMs + steps * stepMs, present)), stepMs };
}

/**
 * The span that was asked for, up to the present minute; one that is longer than `mostDays`, or ends before it begins, is refused.
 * @throws Refusal bad-range
 */
export function spanOf(
  asked: { from: string; to: string },
  now: number,
  mostDays: number,
): { fromMs: number; toMs: number } {
  const [from, to] = [instantOf("from", asked.from), instantOf("to", asked.to)];
  if (to <= from) throw new Refusal(400, "bad-range", "to: it must be later than from");
  if (to - from > mostDays * DAY_MS)
    throw new Refusal(400, "bad-range", `from, to: they are more than ${mostDays} days apart`);
  // To the next minute, so that an answer of the same minute is the same.
  return { fromMs: from, toMs: Math.max(from, Math.min(to, Math.ceil(now / MINUTE_MS) * MINUTE_MS)) };
}
