import { readSensors } from "../sensors/read-sensors.ts";
import { readSetting, writeSetting } from "../store/state/settings.ts";
import { settleTurns } from "../sensors/sensor-turn.ts";
import type { StateStore } from "../store/state/open-state.ts";

const LOOK_MS = 10_000;
/** When all sensors were looked at last, by whoever led then, in epoch milliseconds. It is noted so often: each note is a write, for which on a slow disk everybody waits. */
const LOOKED_AT = "sensors.looked-at";
const NOTED_MS = 30_000;
/**
 * A break since the last note that ends nothing, so a minute without looks: a collector that is started again, or replaced by a newer one, or hands the lead over. A running one believes
 * that a sensor is well for longer than this without a word of it (`OFFLINE_AFTER_MS`); what a sensor tells of that time later counts as it comes in
 * (`store-batch.ts`).
 */
export const BREAK_MS = 90_000;

export interface SensorWatchParts {
  state: StateStore;
  now: () => number;
  changed: (sensorId: string) => void;
  failed: (error: unknown) => void;
}

/** Notices sensors that fell silent: nothing arrives then that could tell. It keeps their turn in the lists too. Returns how to stop it. */
export function watchSensors(parts: SensorWatchParts): () => void {
  const look = sensorLook(parts);
  const timer = setInterval(() => void look().catch(parts.failed), LOOK_MS);
  return () => clearInterval(timer);
}

/** One look after the other at all sensors; the first one goes on with what was known where another has looked just before. */
export function sensorLook({ state, now, changed }: SensorWatchParts): () => Promise<void> {
  const known = new Map<string, string>();
  let isFirst = true;
  let notedAt = Number.NaN;
  return async () => {
    const at = now();
    const sensors = await readSensors(state, {}, at);
    await settleTurns(state, sensors, { at, isFirst: isFirst && !(await wasLookedAt(state, at)) });
    isFirst = false;
    if (!(Math.abs(at - notedAt) < NOTED_MS)) {
      await writeSetting(state.db, LOOKED_AT, String(at));
      notedAt = at;
    }
    for (const { sensorId, state: hearing, reasons } of sensors) {
      const seen = `${hearing} ${reasons.join(" ")}`;
      if (known.has(sensorId) && known.get(sensorId) !== seen) changed(sensorId);
      known.set(sensorId, seen);
    }
  };
}

/** A clock that went back says nothing of how long ago it was. */
async function wasLookedAt({ db }: StateStore, at: number): Promise<boolean> {
  const before = at - Number((await readSetting(db, LOOKED_AT)) ?? Number.NaN);
  return before >= 0 && before <= BREAK_MS;
}
