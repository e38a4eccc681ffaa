import { readSensors } from "../sensors/read-sensors.ts";
import type { StateStore } from "../store/state/open-state.ts";

const LOOK_MS = 10_000;

export interface SensorWatchParts {
  state: StateStore;
  now: () => number;
  changed: (sensorId: string) => void;
  failed: (error: unknown) => void;
}

/** Notices sensors that fell silent: nothing arrives then that could tell. Returns how to stop it. */
export function watchSensors({ state, now, changed, failed }: SensorWatchParts): () => void {
  const known = new Map<string, string>();
  const look = async (): Promise<void> => {
    for (const { sensorId, state: hearing, reasons } of await readSensors(state, {}, now())) {
      const seen = `${hearing} ${reasons.join(" ")}`;
      if (known.has(sensorId) && known.get(sensorId) !== seen) changed(sensorId);
      known.set(sensorId, seen);
    }
  };
  const timer = setInterval(() => void look().catch(failed), LOOK_MS);
  return () => clearInterval(timer);
}
