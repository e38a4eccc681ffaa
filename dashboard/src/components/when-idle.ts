// Safari has no idle callbacks.
const hasIdle = typeof requestIdleCallback === "function";
/** Where nobody tells of idle time, work waits for this share of what it may wait. */
const SOONER = 8;

/**
 * Does something once the page has nothing else to do.
 * @param withinMs milliseconds after which it is done in any case
 * @returns what {@link cancelIdle} takes
 */
export const whenIdle = (work: (until?: IdleDeadline) => void, withinMs: number): number =>
  hasIdle ? requestIdleCallback(work, { timeout: withinMs }) : window.setTimeout(work, withinMs / SOONER);

/** Leaves it undone, if it has not been done yet. */
export const cancelIdle = (handle: number): void =>
  hasIdle ? cancelIdleCallback(handle) : window.clearTimeout(handle);
