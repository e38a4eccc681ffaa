import type { Suspect, SuspectDetail } from "@probewarden/contract";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";

/** Which suspects to read. Absent: all. */
export interface SuspectFilter {
  venueId?: string;
  suspectIds?: readonly string[];
  state?: "active" | "ended";
  limit?: number;
}

/** Suspects as the API shows them, latest heard first. `now` bounds how old a level may be (15 minutes) to count as the present one. */
export async function readSuspects(state: StateStore, series: SeriesStore, filter: SuspectFilter, now: number): Promise<Suspect[]> {
  void [state, series, filter, now];
  return Promise.resolve([]);
}

/** One suspect with its argument and the decisions about it; undefined when there is none of that id. */
export async function readSuspectDetail(state: StateStore, series: SeriesStore, suspectId: string, now: number): Promise<SuspectDetail | undefined> {
  void [state, series, suspectId, now];
  return Promise.resolve(undefined);
}
