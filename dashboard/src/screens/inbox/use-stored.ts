import { useState } from "react";

/** A value that this browser keeps: read once, written with each change. What cannot be written is good for this page. */
export function useStored<T>(key: string, read: (text: string | null) => T, write: (value: T) => string) {
  const [value, setValue] = useState(() => read(textOf(key)));
  const keep = (next: T): void => {
    setValue(next);
    try {
      localStorage.setItem(key, write(next));
    } catch {
      // A full or forbidden store keeps nobody from working.
    }
  };
  return [value, keep] as const;
}

function textOf(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
