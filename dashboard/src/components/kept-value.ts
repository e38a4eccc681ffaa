import { useSyncExternalStore } from "react";

/** One value that the page shows, wherever it is changed from. */
export function keptValue<T>() {
  let value: T | undefined;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    set: (next: T | undefined): void => {
      value = next;
      for (const listener of listeners) listener();
    },
    get: () => value,
    use: () => useSyncExternalStore(subscribe, () => value),
  };
}
