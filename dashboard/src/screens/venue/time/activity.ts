import type { Band } from "@probewarden/contract";
import type { TimeWindow, VenuePast } from "../../../api/venue-time.ts";
import type { TransmitterTimeline } from "./one-transmitter.ts";

/** What the strip shows of a step. */
export interface ActivityStep {
  /** The heaviest band of those that were active and that nobody had settled. */
  band: Band | undefined;
  active: number;
  /** Sensors that did not listen, of those that anything is told of. */
  deaf: number;
  sensors: number;
}

const BANDS: readonly Band[] = ["watch", "suspected", "strong"];

/** Suspects that were active and sensors that were deaf, step by step. */
export function activitySteps(
  { suspects, sensors }: { suspects: readonly TransmitterTimeline[]; sensors: VenuePast["sensors"] },
  window: TimeWindow,
  stepMs: number,
): ActivityStep[] {
  const steps = Array.from({ length: Math.round((window.toMs - window.fromMs) / stepMs) }, (): ActivityStep => ({
    band: undefined,
    active: 0,
    deaf: 0,
    sensors: 0,
  }));
  const at = (ms: number): number => Math.round((ms - window.fromMs) / stepMs);
  for (const { spans } of suspects)
    for (const { fromMs, untilMs, state, band, settled } of spans) {
      if (state !== "active" || settled) continue;
      for (const step of steps.slice(Math.max(0, at(fromMs)), Math.max(0, at(untilMs)))) {
        step.active += 1;
        if (step.band === undefined || BANDS.indexOf(band) > BANDS.indexOf(step.band)) step.band = band;
      }
    }
  for (const { fromMs, listenedShare } of sensors)
    listenedShare.forEach((share, index) => {
      const step = steps[at(fromMs) + index];
      if (step === undefined) return;
      step.sensors += 1;
      if (share === 0) step.deaf += 1;
    });
  return steps;
}

/** A run of steps that look alike. */
export interface Run<Look> {
  from: number;
  length: number;
  look: Look;
}

/** Steps with a look, those that touch and look alike as one: a strip of two days is some dozen shapes, not some hundred. */
export function runsOf<Look extends string | number>(
  steps: readonly ActivityStep[],
  lookOf: (step: ActivityStep) => Look | undefined,
): Run<Look>[] {
  const runs: Run<Look>[] = [];
  steps.forEach((step, at) => {
    const look = lookOf(step);
    if (look === undefined) return;
    const last = runs.at(-1);
    if (last !== undefined && last.look === look && last.from + last.length === at) last.length += 1;
    else runs.push({ from: at, length: 1, look });
  });
  return runs;
}
