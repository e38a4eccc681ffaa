import { useEffect, useState } from "react";

/** So long what can wait waits at most. */
const AT_MOST_MS = 1_000;

/**
 * False until what is there has been drawn and the page has nothing to do: whatever can wait until then does not keep a press from being
 * answered.
 * @param atOnce for who came for just that
 */
export function useFirstDrawn(atOnce: boolean): boolean {
  const [isDrawn, setDrawn] = useState(atOnce);
  useEffect(() => {
    if (isDrawn) return undefined;
    const drawn = (): void => setDrawn(true);
    // Safari has no idle callbacks.
    if (typeof requestIdleCallback !== "function") {
      const timer = setTimeout(drawn, AT_MOST_MS / 4);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(drawn, { timeout: AT_MOST_MS });
    return () => cancelIdleCallback(idle);
  }, [isDrawn]);
  return isDrawn || atOnce;
}
