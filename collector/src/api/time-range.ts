import { TIME_STEP_MS, type TimeStep } from "@probewarden/contract";
import type { Stretch } from "../suspects/read-spans.ts";
import { Refusal } from "./refusal.ts";

/** Steps of one answer: a day of minutes, and a little more. */
export const MOST_STEPS = 1_500;

const STEPS = Object.entries(TIME_STEP_MS) as [TimeStep, number][];

const instantOf = (name: string, text: string): number => {
  const ms = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(ms)) throw new Refusal(400, "bad-range", `${name}: no calendar has this day`);
  return ms;
};

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
