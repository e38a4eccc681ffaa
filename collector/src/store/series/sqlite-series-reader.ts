import type { LevelSeries } from "@probewarden/contract";
import type Database from "libsql";
import type { KeptStatements } from "../state/kept-statements.ts";
import { statementsOf } from "../state/sqlite-file.ts";
import { roleOf } from "./role-codes.ts";
import { HEARD_MINUTES, LATEST_LEVELS, LISTENED_MINUTES } from "./sqlite-heard-minutes.ts";
import { inPoints, levelsOf, type LevelPoint } from "./sqlite-levels.ts";
import { readSqliteChannels, readSqliteFirstHours } from "./sqlite-survey.ts";
import { readSqlitePresence } from "./sqlite-presence.ts";
import { STEP_MS, listenedStep, notListenedSpans, stepFor, type Listened } from "./series-step.ts";
import { probingMinutes } from "./sqlite-series-schema.ts";
import type {
  ChannelListening,
  FirstHour,
  HeardMinute,
  LatestLevel,
  ListenedMinute,
  PresenceSteps,
  ProbingStep,
  SeriesReads,
  SeriesStep,
  StoredSignalRow,
} from "./series-store.ts";

type Level = { at: number; frames: number; median: number; p10: number; p90: number };
type Sensor = { id: number; sensor: string };

/**
 * Reads the embedded series. libsql answers synchronously, so a read of many sensors goes sensor by sensor and lets go of the thread in
 * between: a short read never waits for a long one, and the thread can be told to end.
 */
export class SqliteSeriesReader implements SeriesReads {
  readonly #database: Database.Database;
  /** A read of many sensors says the same few statements for each. */
  readonly #statements: KeptStatements;
  #ended = false;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#statements = statementsOf(database);
  }

  /** Reads that run end with an error at their next sensor. */
  end(): void {
    this.#ended = true;
  }

  /** Closes the file, when no read runs any more. */
  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  async levels(
    venueId: string,
    transmitters: readonly string[],
    fromMs: number,
    toMs: number,
    maxPoints: number,
  ): Promise<LevelSeries[]> {
    const { rows: step, pointMs } = stepFor(fromMs, toMs, maxPoints);
    const from = (Math.floor(fromMs / pointMs) * pointMs) / 1000;
    const series: LevelSeries[] = [];
    for await (const { id, sensor } of this.#sensors(venueId)) {
      const points = inPoints(this.#levelsAt(id, step, transmitters, from, toMs / 1000), pointMs);
      if (points.length === 0) continue;
      series.push({
        sensorId: sensor,
        points,
        notListened: notListenedSpans(
          this.#listened(id, fromMs, toMs),
          fromMs,
          toMs,
          listenedStep(fromMs, toMs).pointMs,
        ),
      });
    }
    return series;
  }

  async latestLevels(
    venueId: string,
    transmitters: readonly string[],
    fromMs: number,
    toMs: number,
  ): Promise<LatestLevel[]> {
    const rows = await this.#heard<Level & { sensor: string; address: string }>(
      LATEST_LEVELS,
      venueId,
      transmitters,
      fromMs,
      toMs,
    );
    return rows.map(({ sensor, address, at, median, frames }) => ({
      sensorId: sensor,
      transmitter: address,
      minuteMs: at * 1000,
      medianDbm: median,
      frames,
    }));
  }

  async heardMinutes(
    venueId: string,
    transmitters: readonly string[],
    fromMs: number,
    toMs: number,
  ): Promise<HeardMinute[]> {
    const rows = await this.#heard<Level & { sensor: string; channel: number }>(
      HEARD_MINUTES,
      venueId,
      transmitters,
      fromMs,
      toMs,
    );
    return rows.map(({ sensor, channel, at, frames, median }) => ({
      sensorId: sensor,
      channelMhz: channel,
      minuteMs: at * 1000,
      frames,
      medianDbm: median,
    }));
  }

  async listenedMinutes(
    venueId: string,
    sensorIds: readonly string[],
    fromMs: number,
    toMs: number,
  ): Promise<ListenedMinute[]> {
    const listened: ListenedMinute[] = [];
    for await (const sensors of this.#pages(sensorIds)) {
      const rows = this.#all<{ sensor: string; ts: number; channel: number; seconds: number }>(LISTENED_MINUTES, [
        venueId,
        Math.ceil(fromMs / 60_000) * 60,
        toMs / 1000,
        JSON.stringify(sensors),
      ]);
      for (const { sensor, ts, channel, seconds } of rows)
        listened.push({ sensorId: sensor, channelMhz: channel, minuteMs: ts * 1000, seconds });
    }
    return listened;
  }

  residents(
    venueId: string,
    sensorId: string,
    fromMs: number,
    toMs: number,
    limit: number,
  ): Promise<StoredSignalRow[]> {
    const rows = this.#all<{ ts: number; address: string; role: string; name: string | null; channel: number } & Level>(
      `SELECT max(l.ts) AS ts, t.address AS address, l.role AS role, n.hex AS name, l.channel_mhz AS channel, l.frames AS frames, l.median AS median, l.p10 AS p10, l.p90 AS p90
       FROM sensors s CROSS JOIN signal_1m l ON l.sensor = s.id JOIN transmitters t ON t.id = l.transmitter LEFT JOIN names n ON n.id = l.name
       WHERE s.venue = ? AND s.sensor = ? AND l.ts >= ? AND l.ts < ? AND l.role IN ('', 'v', 'venue', 'resident') GROUP BY t.address ORDER BY l.median DESC LIMIT ?`,
      [venueId, sensorId, fromMs / 1000, toMs / 1000, limit],
    );
    const residents = rows.map((row) => ({
      venueId,
      sensorId,
      minute: new Date(row.ts * 1000).toISOString(),
      transmitter: row.address,
      role: roleOf(row.role),
      ...(row.name === null ? {} : { name: row.name }),
      channelMhz: row.channel,
      frames: row.frames,
      medianDbm: row.median,
      p10Dbm: row.p10,
      p90Dbm: row.p90,
    }));
    return Promise.resolve(residents);
  }

  listened(venueId: string, sensorId: string, fromMs: number, toMs: number): Promise<Listened[]> {
    const [sensor] = this.#all<{ id: number }>("SELECT id FROM sensors WHERE venue = ? AND sensor = ?", [
      venueId,
      sensorId,
    ]);
    return Promise.resolve(sensor === undefined ? [] : this.#listened(sensor.id, fromMs, toMs));
  }

  async channels(
    venueId: string,
    sensorIds: readonly string[],
    fromMs: number,
    toMs: number,
  ): Promise<ChannelListening[]> {
    const rows: ChannelListening[] = [];
    for await (const sensors of this.#pages(sensorIds))
      rows.push(...readSqliteChannels((sql, parameters) => this.#all(sql, parameters), venueId, sensors, fromMs, toMs));
    return rows;
  }

  async firstHours(venueId: string, transmitters: readonly string[]): Promise<FirstHour[]> {
    const rows: FirstHour[] = [];
    for await (const wanted of this.#pages(transmitters))
      rows.push(...readSqliteFirstHours((sql, parameters) => this.#all(sql, parameters), venueId, wanted));
    return rows;
  }

  /** Minutes of transmitters, wherever in the venue they were heard, by a statement of `sqlite-heard-minutes.ts`. */
  async #heard<Row>(
    sql: string,
    venueId: string,
    transmitters: readonly string[],
    fromMs: number,
    toMs: number,
  ): Promise<Row[]> {
    const from = Math.ceil(fromMs / 60_000) * 60;
    const rows: Row[] = [];
    for await (const wanted of this.#pages(transmitters))
      rows.push(...this.#all<Row>(sql, [venueId, from, toMs / 1000, JSON.stringify(wanted)]));
    return rows;
  }

  /** Names in pages; before each the thread may do something else. */
  async *#pages(names: readonly string[]): AsyncGenerator<readonly string[]> {
    for (let at = 0; at < names.length; at += PAGE) {
      await this.#turn();
      yield names.slice(at, at + PAGE);
    }
  }

  async probing(
    venueId: string,
    sensorIds: readonly string[],
    fromMs: number,
    toMs: number,
    stepMs: number,
  ): Promise<ProbingStep[]> {
    const wanted = new Set(sensorIds);
    const step = stepMs / 1000;
    const steps: ProbingStep[] = [];
    for await (const { id, sensor } of this.#sensors(venueId)) {
      if (!wanted.has(sensor)) continue;
      const rows = this.#all<{ at: number; minutes: number; requests: number | null; devices: number | null }>(
        `SELECT ts / ${step} * ${step} AS at, sum(minutes) AS minutes, sum(requests) AS requests, sum(devices) AS devices
         FROM (${probingRows(stepMs)}) GROUP BY at HAVING sum(minutes) > 0 ORDER BY at`,
        [id, Math.floor(fromMs / stepMs) * step, toMs / 1000],
      );
      for (const { at, minutes, requests, devices } of rows)
        steps.push({
          sensorId: sensor,
          atMs: at * 1000,
          minutes,
          ...(requests === null || devices === null ? {} : { load: { requests, devices } }),
        });
    }
    return steps;
  }

  presence(venueId: string, transmitters: readonly string[], fromMs: number, toMs: number): Promise<PresenceSteps> {
    return readSqlitePresence(
      (sql, parameters) => this.#all(sql, parameters),
      () => this.#turn(),
      {
        venueId,
        transmitters,
        fromMs,
        toMs,
      },
    );
  }

  /** Lets the thread do something else. */
  async #turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#ended) throw new Error("the store is closing");
  }

  /** Sensors of a venue in the order of their names; before each the thread may do something else. */
  async *#sensors(venueId: string): AsyncGenerator<Sensor> {
    for (const sensor of this.#all<Sensor>("SELECT id, sensor FROM sensors WHERE venue = ? ORDER BY sensor", [
      venueId,
    ])) {
      await this.#turn();
      yield sensor;
    }
  }

  /** Levels of one sensor, frames weighing the medians: a point for each step in which anything was heard. */
  #levelsAt(sensor: number, step: SeriesStep, transmitters: readonly string[], from: number, to: number): LevelPoint[] {
    // Steps before the first row and after the last hold nothing, however wide the span that was asked for.
    const [ends] = this.#all<{ first: number | null; last: number | null }>(
      `SELECT (SELECT min(ts) FROM signal_${step} WHERE sensor = ?1) AS first, (SELECT max(ts) FROM signal_${step} WHERE sensor = ?1) AS last`,
      [sensor],
    );
    if (ends?.first == null || ends.last === null) return [];
    const span = { from: Math.max(from, ends.first), to: Math.min(to, ends.last + 1) };
    return this.#list<LevelPoint>(levelsOf(step, transmitters.length, span.to - span.from), [
      sensor,
      span.from,
      span.to,
      JSON.stringify(transmitters),
    ]);
  }

  #listened(sensor: number, fromMs: number, toMs: number): Listened[] {
    const { rows: step, pointMs } = listenedStep(fromMs, toMs);
    const table = step === "1m" ? "census_1m" : `listened_${step}`;
    const rows = this.#list<[number, number]>(
      `SELECT '[' || group_concat(json_array(at, seconds)) || ']' AS list FROM (
         SELECT ts * 1000 AS at, sum(seconds) AS seconds FROM ${table} WHERE sensor = ? AND ts >= ? AND ts < ? GROUP BY ts ORDER BY ts)`,
      [sensor, fromMs / 1000, toMs / 1000],
    );
    const listened: Listened[] = [];
    for (const [at, seconds] of rows) {
      const atMs = Math.floor(at / pointMs) * pointMs;
      const last = listened.at(-1);
      if (last?.atMs === atMs) last.seconds += seconds;
      else listened.push({ atMs, seconds });
    }
    return listened;
  }

  /** Rows that a statement gathers into one JSON list: the driver makes an object of each row, which costs more than to find it. */
  #list<Row>(sql: string, parameters: (string | number)[]): Row[] {
    const [row] = this.#all<{ list: string | null }>(sql, parameters);
    return row?.list == null ? [] : (JSON.parse(row.list) as Row[]);
  }

  #all<Row>(sql: string, parameters: (string | number)[]): Row[] {
    return this.#statements.get(sql).all(parameters) as Row[];
  }
}

/** Transmitters, or sensors, of one statement. */
const PAGE = 32;

/** Rows out of which steps of the probing load are made: what a screen asks of a day or more stands in roll-ups. Parameters: sensor, from, to. */
const probingRows = (stepMs: number): string => {
  if (stepMs < STEP_MS["5m"])
    return `SELECT ts, 1 AS minutes, requests, devices FROM (${probingMinutes("ts < ?3")}) WHERE seconds > 0`;
  const rows = stepMs < STEP_MS["1h"] ? "5m" : "1h";
  // Rolled up by a version that did not count: that it listened is known, for how many minutes nearly.
  return `SELECT ts, coalesce(minutes, max(seconds > 0, round(seconds / 60))) AS minutes, requests, devices
    FROM listened_${rows} WHERE sensor = ?1 AND ts >= ?2 AND ts < ?3`;
};
