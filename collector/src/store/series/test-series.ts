import type { CensusMinute, SignalRow } from "@probewarden/contract";
import type { SeriesStore } from "./series-store.ts";

/** Writes levels of one sensor, for tests. */
export const writeLevels = (
  store: SeriesStore,
  venueId: string,
  sensorId: string,
  rows: readonly SignalRow[],
): Promise<void> => store.write({ signal: [{ venueId, sensorId, rows }], census: [] });

/** Writes counts of one sensor, for tests. */
export const writeCensus = (
  store: SeriesStore,
  venueId: string,
  sensorId: string,
  minutes: readonly CensusMinute[],
): Promise<void> => store.write({ signal: [], census: [{ venueId, sensorId, minutes }] });
