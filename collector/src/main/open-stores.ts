import { lockFolder } from "../store/folder-lock.ts";
import { checkInThread } from "../store/check-in-thread.ts";
import { openPatientSeries } from "../store/series/open-series.ts";
import { openState, sqlitePath, type StateStore } from "../store/state/open-state.ts";
import type { CollectorConfig } from "./config.ts";
import { makePrivateDir } from "./private-files.ts";

/** The stores at work. */
export interface OpenStores {
  state: StateStore;
  /** The file that holds the state; absent where a server does. */
  stateFile?: string;
  series: Awaited<ReturnType<typeof openPatientSeries>>;
}

/** Makes the folder of the collector's own and keeps it from others, and opens the stores; `undo` is given what closes each again. */
export async function openStores(
  { dataDir, state: { url }, series: { url: seriesUrl } }: CollectorConfig,
  now: () => number,
  undo: (() => unknown)[],
): Promise<OpenStores> {
  makePrivateDir(dataDir);
  undo.push(lockFolder(dataDir));
  const stateFile = url.startsWith("sqlite:") ? sqlitePath(url, dataDir, "state.db") : undefined;
  if (stateFile !== undefined) await checkInThread(stateFile, "state");
  const state = await openState(url, dataDir);
  undo.push(() => state.close());
  const series = await openPatientSeries(seriesUrl, dataDir, now);
  undo.push(() => series.stop());
  return { state, ...(stateFile === undefined ? {} : { stateFile }), series };
}
