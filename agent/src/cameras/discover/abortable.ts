import { setTimeout as sleep } from "node:timers/promises";

/** Waits so long, or until the round is broken off; which of the two, the caller sees by the signal. */
export async function abortable(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return;
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
