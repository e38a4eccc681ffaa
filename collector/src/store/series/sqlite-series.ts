import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { LevelSeries } from "@probewarden/contract";
import type Database from "libsql";
import { refuseLost, tryToNote } from "../made-file.ts";
import { openSqliteFile } from "../state/sqlite-file.ts";
import { SeriesStoreError } from "./series-error.ts";
import type { Listened } from "./series-step.ts";
import type {
  PresenceSteps,
  ProbingStep,
  SeriesBatch,
  SeriesReads,
  SeriesStore,
  StoredSignalRow,
} from "./series-store.ts";
import { SqliteReadThread } from "./sqlite-read-thread.ts";
import { eraseSeries } from "./sqlite-series-erase.ts";
import { forgetVenueSeries } from "./sqlite-series-forget-venue.ts";
import { forgetSeries } from "./sqlite-series-retention.ts";
import { makeSeriesTables } from "./sqlite-series-schema.ts";
import { SqliteSeriesWriter } from "./sqlite-series-writer.ts";

/** Milliseconds before the thread that reads is begun, if nobody has asked it before: a start has enough to do. */
const WARM_UP_MS = 1_000;

/** Series in one SQLite file, with roll-ups of 5 minutes and 1 hour: written here, read in a thread of its own. */
export class SqliteSeries implements SeriesStore {
  readonly #path: string;
  readonly #reads: SqliteReadThread;
  #open: { database: Database.Database; writer: SqliteSeriesWriter } | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#reads = new SqliteReadThread(path);
  }

  start(): Promise<void> {
    return this.#try(() => {
      refuseLost(this.#path, "series");
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      const database = openSqliteFile(this.#path);
      makeSeriesTables(database);
      tryToNote(this.#path);
      this.#reads.startIn(WARM_UP_MS);
      this.#open = { database, writer: new SqliteSeriesWriter(database) };
    });
  }

  async stop(): Promise<void> {
    await this.#reads.stop();
    this.#open?.database.close();
    this.#open = undefined;
  }

  write(batch: SeriesBatch): Promise<void> {
    return this.#try(() => this.#store().writer.write(batch));
  }

  erase(venueId: string, transmitters: readonly string[]): Promise<void> {
    return this.#try(() => {
      const { database, writer } = this.#store();
      return eraseSeries(database, venueId, transmitters, () => writer.forgetIds());
    });
  }

  forgetVenue(venueId: string): Promise<void> {
    return this.#try(() => {
      const { database, writer } = this.#store();
      return forgetVenueSeries(database, venueId, () => writer.forgetIds());
    });
  }

  levels(...parameters: Parameters<SeriesReads["levels"]>): Promise<LevelSeries[]> {
    return this.#reads.levels(...parameters);
  }

  latestLevels(...parameters: Parameters<SeriesReads["latestLevels"]>): ReturnType<SeriesReads["latestLevels"]> {
    return this.#reads.latestLevels(...parameters);
  }

  heardMinutes(...parameters: Parameters<SeriesReads["heardMinutes"]>): ReturnType<SeriesReads["heardMinutes"]> {
    return this.#reads.heardMinutes(...parameters);
  }

  listenedMinutes(
    ...parameters: Parameters<SeriesReads["listenedMinutes"]>
  ): ReturnType<SeriesReads["listenedMinutes"]> {
    return this.#reads.listenedMinutes(...parameters);
  }

  residents(...parameters: Parameters<SeriesReads["residents"]>): Promise<StoredSignalRow[]> {
    return this.#reads.residents(...parameters);
  }

  listened(...parameters: Parameters<SeriesReads["listened"]>): Promise<Listened[]> {
    return this.#reads.listened(...parameters);
  }

  channels(...parameters: Parameters<SeriesReads["channels"]>): ReturnType<SeriesReads["channels"]> {
    return this.#reads.channels(...parameters);
  }

  firstHours(...parameters: Parameters<SeriesReads["firstHours"]>): ReturnType<SeriesReads["firstHours"]> {
    return this.#reads.firstHours(...parameters);
  }

  probing(...parameters: Parameters<SeriesReads["probing"]>): Promise<ProbingStep[]> {
    return this.#reads.probing(...parameters);
  }

  presence(...parameters: Parameters<SeriesReads["presence"]>): Promise<PresenceSteps> {
    return this.#reads.presence(...parameters);
  }

  retain(now: number, keep: { rawHours: number; fiveMinuteDays: number; hourDays: number }): Promise<number> {
    return this.#try(() => {
      const { database, writer } = this.#store();
      return forgetSeries(database, now, keep, () => writer.forgetIds());
    });
  }

  #store(): { database: Database.Database; writer: SqliteSeriesWriter } {
    if (this.#open === undefined)
      throw new SeriesStoreError("unavailable", `${this.#path}: the series store is not open`);
    return this.#open;
  }

  /** libsql works synchronously; its errors come out as the rejections that the interface promises. */
  async #try<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof SeriesStoreError) throw cause;
      const full = cause instanceof Error && "code" in cause && cause.code === "SQLITE_FULL";
      throw new SeriesStoreError(
        full ? "full" : "unavailable",
        `${this.#path}: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
  }
}
