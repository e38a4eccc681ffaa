import type { Resident, Sensor } from "@probewarden/contract";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";

/** Sensors that are not retired, as the API shows them, by name. */
export async function readSensors(state: StateStore, filter: { venueId?: string; sensorId?: string }, now: number): Promise<Sensor[]> {
  void [state, filter, now];
  return Promise.resolve([]);
}

/** Access points that the sensor heard in the last quarter of an hour, loudest first. */
export async function readResidents(series: SeriesStore, venueId: string, sensorId: string, now: number): Promise<Resident[]> {
  void [series, venueId, sensorId, now];
  return Promise.resolve([]);
}
