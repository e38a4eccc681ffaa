import type { StateStore } from "../store/state/open-state.ts";
import { settleStates } from "../suspects/settle-states.ts";

const LOOK_MS = 10_000;

export interface SuspectWatchParts {
  state: StateStore;
  now: () => number;
  /** Called with each suspect whose state changed. */
  changed: (suspectId: string) => void;
  failed: (error: unknown) => void;
}

/** Notices suspects that fell silent, or whose sensors did: nothing arrives then that could tell. Returns how to stop it. */
export function watchSuspects(parts: SuspectWatchParts): () => void {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= lookAtSuspects(parts)
      .catch(parts.failed)
      .finally(() => {
        running = undefined;
      });
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** One look at all suspects that have not ended. */
export async function lookAtSuspects({ state, now, changed }: SuspectWatchParts): Promise<void> {
  for (const suspectId of await state.transaction((trx) => settleStates(trx, undefined, now()))) changed(suspectId);
}
