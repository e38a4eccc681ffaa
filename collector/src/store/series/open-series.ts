import { checkInThread } from "../check-in-thread.ts";
import { InfluxSeries } from "./influx-series.ts";
import type { SeriesStore } from "./series-store.ts";
import { SqliteSeries } from "./sqlite-series.ts";
import { sqlitePath } from "../state/open-state.ts";
import { PatientSeries } from "./patient-series.ts";
import { SeriesStoreError } from "./series-error.ts";

/**
 * Opens the series store, started.
 * @param url `sqlite:` (the file `series.db` in dataDir), `sqlite:/path`, or `influx://user:password@host:8086/database`
 * @throws SeriesStoreError
 */
export async function openSeries(url: string, dataDir: string): Promise<SeriesStore> {
  const store = makeStore(url, dataDir);
  await store.start();
  return store;
}

/**
 * The series store of a running collector, which need not be there when it starts.
 * @throws SeriesStoreError for an address that can never be one
 */
export async function openPatientSeries(url: string, dataDir: string, now: () => number): Promise<PatientSeries> {
  const file = url.startsWith("sqlite:") ? sqlitePath(url, dataDir, "series.db") : undefined;
  const check = (path: string): Promise<void> => checkInThread(path, "series");
  const make = (): SeriesStore => makeStore(url, dataDir);
  const store = new PatientSeries({ make, now, ...(file === undefined ? {} : { file, check }) });
  await store.start();
  return store;
}

/** The file or the address of the series, without a password. */
export function seriesPlace(url: string, dataDir: string): string {
  if (url.startsWith("sqlite:")) return sqlitePath(url, dataDir, "series.db");
  if (!URL.canParse(url)) return "/series/url";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function makeStore(url: string, dataDir: string): SeriesStore {
  if (url.startsWith("sqlite:")) return new SqliteSeries(sqlitePath(url, dataDir, "series.db"));
  if (url.startsWith("influx:") || url.startsWith("influxs:")) return new InfluxSeries(new URL(url));
  throw new SeriesStoreError(
    "permanent",
    "the series store's address is neither sqlite: nor influx:// (example: influx://localhost:8086/probewarden)",
  );
}
