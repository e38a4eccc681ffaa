import type { StateStore } from "../store/state/open-state.ts";
import type { Notifier } from "./notify/notifier.ts";

/** What the life-cycle needs, handed over by `serve`. */
export interface AlertsParts {
  state: StateStore;
  notifier: Notifier;
  /** Called after each change with the alert's id, so that the screen moves. */
  changed: (alertId: string) => void;
  /** Called when alerts that were held back could not be looked at. */
  failed: (error: unknown) => void;
  now: () => number;
}
