import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { CensusMinute, Health, LevelSeries, SignalRow } from "@probewarden/contract";
import type Database from "libsql";
import { openSqliteFile } from "../state/libsql-dialect.ts";
import { SeriesStoreError } from "./series-error.ts";
import { STEP_MS, notListenedSpans, stepFor, type Listened } from "./series-step.ts";
import type { SeriesBatch, SeriesStore, StoredSignalRow } from "./series-store.ts";
import { SERIES_SCHEMA } from "./sqlite-series-schema.ts";
import { SqliteSeriesWriter } from "./sqlite-series-writer.ts";

type Level = { sensor: string; ts: number; frames: number; median: number; p10: number; p90: number };

/** Series in one SQLite file, with roll-ups of 5 minutes and 1 hour. */
export class SqliteSeries implements SeriesStore {
  readonly #path: string;
  #open: { database: Database.Database; writer: SqliteSeriesWriter } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  start(): Promise<void> {
    return this.#try(() => {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      const database = openSqliteFile(this.#path);
      database.exec(SERIES_SCHEMA);
      this.#open = { database, writer: new SqliteSeriesWriter(database) };
    });
  }

  stop(): Promise<void> {
    this.#open?.database.close();
    this.#open = undefined;
    return Promise.resolve();
  }

  write(batch: SeriesBatch): Promise<void> {
    return this.#try(() => this.#store().writer.write(batch));
  }

  writeSignal(venueId: string, sensorId: string, rows: readonly SignalRow[]): Promise<void> {
    return this.write({ signal: [{ venueId, sensorId, rows }], census: [], health: [] });
  }

  writeCensus(venueId: string, sensorId: string, minutes: readonly CensusMinute[]): Promise<void> {
    return this.write({ signal: [], census: [{ venueId, sensorId, minutes }], health: [] });
  }

  writeHealth(venueId: string, sensorId: string, atMs: number, health: Health): Promise<void> {
    return this.write({ signal: [], census: [], health: [{ venueId, sensorId, atMs, health }] });
  }

  async levels(
    venueId: string,
    transmitters: readonly string[],
    fromMs: number,
    toMs: number,
    maxPoints: number,
  ): Promise<LevelSeries[]> {
    const step = stepFor(fromMs, toMs, maxPoints);
    const rows = await this.#all<Level>(
      `SELECT s.sensor AS sensor, l.ts AS ts, sum(frames) AS frames, sum(median * frames) / sum(frames) AS median, min(p10) AS p10, max(p90) AS p90
       FROM sensors s CROSS JOIN signal_${step} l ON l.sensor = s.id
       WHERE s.venue = ? AND l.ts >= ? AND l.ts < ? AND l.transmitter IN (${KNOWN_TRANSMITTERS}) GROUP BY 1, 2 ORDER BY 1, 2`,
      [venueId, Math.floor(fromMs / STEP_MS[step]) * (STEP_MS[step] / 1000), toMs / 1000, JSON.stringify(transmitters)],
    );
    const series = new Map<string, LevelSeries>();
    for (const row of rows) {
      const entry = series.get(row.sensor) ?? { sensorId: row.sensor, points: [], notListened: [] };
      series.set(row.sensor, entry);
      entry.points.push([row.ts * 1000, row.p10, row.median, row.p90, row.frames]);
    }
    for (const entry of series.values()) {
      entry.notListened = notListenedSpans(
        await this.listened(venueId, entry.sensorId, fromMs, toMs),
        fromMs,
        toMs,
        STEP_MS[listenedStep(fromMs, toMs)],
      );
    }
    return [...series.values()];
  }

  async latestLevels(
    venueId: string,
    transmitters: readonly string[],
    sinceMs: number,
  ): Promise<{ sensorId: string; minuteMs: number; medianDbm: number; frames: number }[]> {
    const rows = await this.#all<{ sensor: string; ts: number; median: number; frames: number }>(
      `SELECT s.sensor AS sensor, l.ts AS ts, sum(median * frames) / sum(frames) AS median, sum(frames) AS frames
       FROM sensors s CROSS JOIN signal_1m l ON l.sensor = s.id
       WHERE s.venue = ? AND l.ts >= ? AND l.transmitter IN (${KNOWN_TRANSMITTERS}) GROUP BY 1, 2 ORDER BY 1, 2`,
      [venueId, sinceMs / 1000, JSON.stringify(transmitters)],
    );
    const latest = new Map(rows.map((row) => [row.sensor, row]));
    return [...latest.values()].map((row) => ({
      sensorId: row.sensor,
      minuteMs: row.ts * 1000,
      medianDbm: row.median,
      frames: row.frames,
    }));
  }

  async residents(venueId: string, sensorId: string, sinceMs: number, limit: number): Promise<StoredSignalRow[]> {
    const rows = await this.#all<
      { ts: number; address: string; role: StoredSignalRow["role"]; name: string | null; channel: number } & Omit<
        Level,
        "sensor"
      >
    >(
      `SELECT max(l.ts) AS ts, t.address AS address, l.role AS role, n.hex AS name, l.channel_mhz AS channel, l.frames AS frames, l.median AS median, l.p10 AS p10, l.p90 AS p90
       FROM sensors s CROSS JOIN signal_1m l ON l.sensor = s.id JOIN transmitters t ON t.id = l.transmitter LEFT JOIN names n ON n.id = l.name
       WHERE s.venue = ? AND s.sensor = ? AND l.ts >= ? AND l.role IN ('venue', 'resident') GROUP BY t.address ORDER BY l.median DESC LIMIT ?`,
      [venueId, sensorId, sinceMs / 1000, limit],
    );
    return rows.map((row) => ({
      venueId,
      sensorId,
      minute: new Date(row.ts * 1000).toISOString(),
      transmitter: row.address,
      role: row.role,
      ...(row.name === null ? {} : { name: row.name }),
      channelMhz: row.channel,
      frames: row.frames,
      medianDbm: row.median,
      p10Dbm: row.p10,
      p90Dbm: row.p90,
    }));
  }

  async listened(venueId: string, sensorId: string, fromMs: number, toMs: number): Promise<Listened[]> {
    const step = listenedStep(fromMs, toMs);
    const table = step === "1m" ? "census_1m" : `listened_${step}`;
    const rows = await this.#all<{ ts: number; seconds: number }>(
      `SELECT l.ts AS ts, sum(l.seconds) AS seconds FROM sensors s CROSS JOIN ${table} l ON l.sensor = s.id
       WHERE s.venue = ? AND s.sensor = ? AND l.ts >= ? AND l.ts < ? GROUP BY 1 ORDER BY 1`,
      [venueId, sensorId, fromMs / 1000, toMs / 1000],
    );
    return rows.map((row) => ({ atMs: row.ts * 1000, seconds: row.seconds }));
  }

  retain(now: number, keep: { rawHours: number; fiveMinuteDays: number; hourDays: number }): Promise<number> {
    return this.#try(() => this.#store().writer.forget(now, keep));
  }

  #store(): { database: Database.Database; writer: SqliteSeriesWriter } {
    if (this.#open === undefined)
      throw new SeriesStoreError("unavailable", `${this.#path}: the series store is not open`);
    return this.#open;
  }

  #all<Row>(sql: string, parameters: (string | number)[]): Promise<Row[]> {
    return this.#try(() => this.#store().database.prepare(sql).all(parameters) as Row[]);
  }

  /** libsql works synchronously; its errors come out as the rejections that the interface promises. */
  async #try<T>(work: () => T): Promise<T> {
    try {
      return await Promise.resolve(work());
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

/** Ids of the addresses in a JSON list, so that one prepared statement serves any number of them. */
const KNOWN_TRANSMITTERS = "SELECT id FROM transmitters WHERE address IN (SELECT value FROM json_each(?))";

/** Points of `listened` are as many as a screen can show. */
const listenedStep = (fromMs: number, toMs: number): "1m" | "5m" | "1h" => stepFor(fromMs, toMs, 720);
