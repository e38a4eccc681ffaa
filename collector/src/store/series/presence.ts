import { STEP_MS } from "./series-step.ts";
import type { PresenceSteps } from "./series-store.ts";

/** As fine as roll-ups are. */
export const PRESENCE_STEP_MS = STEP_MS["5m"];
export const HOUR_MS = STEP_MS["1h"];
/** Sensors that are looked at: a box is heard best by those around it, and a hall of hundreds adds nothing to when it was there. */
const MOST_SENSORS = 8;

/** The beginning of the hour that holds an instant: hours lead to the steps. */
export const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;

/** Of the hours in which each sensor heard a box, the sensors with the most; of equals the first by name. */
export const nearestSensors = (hours: ReadonlyMap<string, number>): string[] =>
  [...hours]
    .toSorted(([a, most], [b, other]) => other - most || (a < b ? -1 : 1))
    .slice(0, MOST_SENSORS)
    .map(([sensorId]) => sensorId);

/** Steps in order. Who heard listened, whatever the count says that came by another message. */
export function presenceOf(
  sensorIds: readonly string[],
  heard: Iterable<number>,
  listened: Iterable<number>,
): PresenceSteps {
  const inOrder = (steps: Iterable<number>): number[] => [...new Set(steps)].toSorted((a, b) => a - b);
  const heardSteps = inOrder(heard);
  return {
    stepMs: PRESENCE_STEP_MS,
    sensorIds: [...sensorIds],
    heard: heardSteps,
    listened: inOrder([...heardSteps, ...listened]),
  };
}
