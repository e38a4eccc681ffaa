import type { Alert } from "@probewarden/contract";
import { useSyncExternalStore } from "react";

let latest: Alert | undefined;
const listeners = new Set<() => void>();

/** Hands a new alert to the page's polite live region. Nothing else is said aloud by itself. */
export function announce(alert: Alert): void {
  latest = alert;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** The alert last announced. */
export const useAnnouncement = (): Alert | undefined => useSyncExternalStore(subscribe, () => latest);
