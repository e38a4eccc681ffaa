import { readSensors } from "../sensors/read-sensors.ts";
import { settleTurns } from "../sensors/sensor-turn.ts";
import type { StateStore } from "../store/state/open-state.ts";

const LOOK_MS = 10_000;

export interface SensorWatchParts {
  state: StateStore;
  now: () => number;
  changed: (sensorId: string) => void;
  failed: (error: unknown) => void;
}

/** Notices sensors that fell silent: nothing arrives then that could tell. It keeps their turn in the lists too. Returns how to stop it. */
export function watchSensors({ state, now, changed, failed }: SensorWatchParts): () => void {
  const known = new Map<string, string>();
  let isFirst = true;
  const look = async (): Promise<void> => {
    const at = now();
    const sensors = await readSensors(state, {}, at);
    await settleTurns(state, sensors, { at, isFirst });
    isFirst = false;
    for (const { sensorId, state: hearing, reasons } of sensors) {
      const seen = `${hearing} ${reasons.join(" ")}`;
      if (known.has(sensorId) && known.get(sensorId) !== seen) changed(sensorId);
      known.set(sensorId, seen);
    }
  };
  const timer = setInterval(() => void look().catch(failed), LOOK_MS);
  return () => clearInterval(timer);
}
