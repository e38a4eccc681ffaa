import { accessSync, constants, statSync } from "node:fs";
import { InfluxDB } from "influx";
import { problem } from "../../health/problem.ts";
import { storeProblem } from "../../health/store-problem.ts";
import { checkInThread } from "../../store/check-in-thread.ts";
import { refuseLost } from "../../store/made-file.ts";
import { asSeriesError } from "../../store/series/influx-error.ts";
import { influxOptions } from "../../store/series/influx-series.ts";
import { seriesPlace } from "../../store/series/open-series.ts";
import { sqlitePath } from "../../store/state/open-state.ts";
import type { CollectorConfig } from "../config.ts";
import { isRefusedByRights, mayNotLook } from "./may-not.ts";
import { checkOf, type DoctorCheck } from "./report.ts";

const id = "series";
/** Milliseconds that InfluxDB may take to answer. */
const ANSWER_MS = 10_000;

/** The store of levels and counts: that it is there, sound and lets this collector in. */
export async function checkSeries({
  dataDir,
  series,
}: Pick<CollectorConfig, "dataDir" | "series">): Promise<DoctorCheck> {
  const place = seriesPlace(series.url, dataDir);
  try {
    if (!series.url.startsWith("sqlite:")) return await checkInflux(new URL(series.url), place);
    const path = sqlitePath(series.url, dataDir, "series.db");
    refuseLost(path, "series");
    if (statSync(path, { throwIfNoEntry: false }) === undefined)
      return { id, state: "warning", says: `${path} is not made yet`, todo: "the first start makes it" };
    accessSync(path, constants.R_OK);
    await checkInThread(path, "series");
    return { id, state: "ok", says: `${path} is sound` };
  } catch (error) {
    return isRefusedByRights(error)
      ? mayNotLook(id, place)
      : checkOf(id, storeProblem(error, { store: "series", place }));
  }
}

async function checkInflux(url: URL, place: string): Promise<DoctorCheck> {
  const options = influxOptions(url);
  const influx = new InfluxDB(options);
  const [host] = await influx.ping(ANSWER_MS);
  if (host?.online !== true) return checkOf(id, problem("series-server-away", { server: place }));
  try {
    const names = await influx.getDatabaseNames();
    if (names.includes(options.database)) return { id, state: "ok", says: `${place} answers, and has its database` };
    return {
      id,
      state: "warning",
      says: `${place} answers, and has no such database yet`,
      todo: "the first start makes it",
    };
  } catch (error) {
    const { message } = asSeriesError(error, place);
    return {
      ...checkOf(id, problem("series-store-fails", { server: place })),
      says: `InfluxDB does not let the collector in: ${message}`,
    };
  }
}
