import { InfluxSeries } from "./influx-series.ts";
import type { SeriesStore } from "./series-store.ts";
import { SqliteSeries } from "./sqlite-series.ts";
import { sqlitePath } from "../state/open-state.ts";
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

function makeStore(url: string, dataDir: string): SeriesStore {
  if (url.startsWith("sqlite:")) return new SqliteSeries(sqlitePath(url, dataDir, "series.db"));
  if (url.startsWith("influx:") || url.startsWith("influxs:")) return new InfluxSeries(new URL(url));
  throw new SeriesStoreError(
    "permanent",
    "the series store's address is neither sqlite: nor influx:// (example: influx://localhost:8086/probewarden)",
  );
}
