import type { CollectorConfig } from "./config.ts";

/**
 * Octets that must be free on the data folder's disk for new data to be taken. None where both stores are servers: nothing is kept on that disk
 * then, and a collector that refused its share for it would only make its sensors wait for another one.
 */
export function leastFree({
  state,
  series,
  minimumFreeBytes,
}: Pick<CollectorConfig, "state" | "series" | "minimumFreeBytes">): number {
  const isOnDisk = [state.url, series.url].some((url) => url.startsWith("sqlite:"));
  return isOnDisk ? minimumFreeBytes : 0;
}
