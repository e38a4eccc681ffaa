import type { StateStore } from "../../../store/state/open-state.ts";

/** What is needed to make notices. */
export interface SpreadParts {
  state: StateStore;
  now: () => number;
  publicUrl?: string;
  /** How many suspects have no alert because too many would have opened at once; absent: none. */
  heldBack?: () => number;
  mostWaiting?: number;
  changed: (alertIds: readonly string[]) => void;
  failed: (error: unknown) => void;
}
