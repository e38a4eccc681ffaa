import type { LevelSeries } from "@probewarden/contract";
import { InfluxDB, type ISingleHostConfig } from "influx";
import { DEADLINES, within, type InfluxDeadlines } from "./influx-deadline.ts";
import { asSeriesError } from "./influx-error.ts";
import {
  LEVEL_MEASUREMENTS,
  MEASUREMENTS,
  POLICIES,
  censusPoint,
  identifierTag,
  instant,
  rollUpOf,
  signalPoint,
  transmitterOf,
  transmitterTag,
} from "./influx-points.ts";
import { readProbing } from "./influx-probing.ts";
import { readInfluxPresence } from "./influx-presence.ts";
import { readInfluxChannels, readInfluxFirstHours, readInfluxListenedMinutes } from "./influx-survey.ts";
import { InfluxWriter } from "./influx-writer.ts";
import { makePolicies, retainInflux, type Keep } from "./influx-retention.ts";
import { listenedStep, notListenedSpans, stepFor, type Listened, type ReadStep } from "./series-step.ts";
import type {
  ChannelListening,
  FirstHour,
  HeardMinute,
  LatestLevel,
  ListenedMinute,
  PresenceSteps,
  ProbingStep,
  SeriesBatch,
  SeriesStore,
  StoredSignalRow,
} from "./series-store.ts";

interface LevelRow {
  time: Date;
  sensor: string;
  /** Only where the query groups by it. */
  transmitter?: string;
  channel?: string;
  frames: number | null;
  weighted: number | null;
  p10: number | null;
  p90: number | null;
}

/**
 * Series in InfluxDB 1.x (or whatever speaks its v1 API), through npm `influx`. Roll-ups are made by the server when the minutes go;
 * the same row twice overwrites itself, for a point is its tags and its time.
 */
export class InfluxSeries implements SeriesStore {
  readonly #place: string;
  readonly #database: string;
  readonly #deadlines: InfluxDeadlines;
  readonly #influx: InfluxDB;
  readonly #writer: InfluxWriter;

  /** `influx://user:password@host:8086/database`; `influxs:` speaks TLS. Throws RangeError when the database has an unusable name. */
  constructor(url: URL, deadlines = DEADLINES) {
    const options = influxOptions(url);
    this.#deadlines = deadlines;
    this.#database = options.database;
    this.#place = `influx://${url.host}/${this.#database}`;
    this.#influx = new InfluxDB(options);
    this.#writer = new InfluxWriter(options, deadlines.writeMs);
  }

  start(): Promise<void> {
    return this.#try(async () => {
      await this.#influx.createDatabase(this.#database);
      await makePolicies(this.#influx, this.#database);
      // Batches wait for this too.
    }, this.#deadlines.writeMs);
  }

  stop(): Promise<void> {
    this.#writer.stop();
    return Promise.resolve();
  }

  async write(batch: SeriesBatch): Promise<void> {
    try {
      const points = [
        ...batch.signal.flatMap(({ venueId, sensorId, rows }) =>
          rows.map((row) => signalPoint(venueId, sensorId, row)),
        ),
        ...batch.census.flatMap(({ venueId, sensorId, minutes }) =>
          minutes.map((row) => censusPoint(venueId, sensorId, row)),
        ),
      ];
      if (points.length > 0) await this.#writer.write(points);
    } catch (cause) {
      throw asSeriesError(cause, this.#place);
    }
  }

  erase(venueId: string, transmitters: readonly string[]): Promise<void> {
    return this.#try(async () => {
      for (const transmitter of transmitters)
        for (const measurement of LEVEL_MEASUREMENTS)
          // A series goes with its tags, in every retention policy; a DELETE would leave the address in the index.
          await this.#influx.query(
            `DROP SERIES FROM ${measurement} WHERE venue = '${identifierTag(venueId)}' AND transmitter = '${transmitterTag(transmitter)}'`,
            { database: this.#database },
          );
    }, this.#deadlines.retainMs);
  }

  forgetVenue(venueId: string): Promise<void> {
    return this.#try(async () => {
      await this.#influx.query(`DROP SERIES WHERE venue = '${identifierTag(venueId)}'`, { database: this.#database });
    }, this.#deadlines.retainMs);
  }

  async levels(
    venueId: string,
    transmitters: readonly string[],
    fromMs: number,
    toMs: number,
    maxPoints: number,
  ): Promise<LevelSeries[]> {
    if (transmitters.length === 0) return [];
    const step = stepFor(fromMs, toMs, maxPoints);
    const from = Math.floor(fromMs / step.pointMs) * step.pointMs;
    const rows = await this.#levels(venueId, transmitters, from, toMs, step, "sensor");
    const series = new Map<string, LevelSeries>();
    for (const { sensor, time, frames, weighted, p10, p90 } of rows) {
      if (frames === null || weighted === null || p10 === null || p90 === null) continue;
      const entry = series.get(sensor) ?? { sensorId: sensor, points: [], notListened: [] };
      series.set(sensor, entry);
      entry.points.push([time.getTime(), p10, weighted / frames, p90, frames]);
    }
    for (const entry of series.values()) {
      entry.notListened = notListenedSpans(
        await this.listened(venueId, entry.sensorId, fromMs, toMs),
        fromMs,
        toMs,
        listenedStep(fromMs, toMs).pointMs,
      );
    }
    return [...series.values()].toSorted((a, b) => (a.sensorId < b.sensorId ? -1 : 1));
  }

  async latestLevels(
    venueId: string,
    transmitters: readonly string[],
    fromMs: number,
    toMs: number,
  ): Promise<LatestLevel[]> {
    if (transmitters.length === 0) return [];
    const latest = new Map<string, LatestLevel>();
    const rows = await this.#levels(venueId, transmitters, fromMs, toMs, MINUTES, "sensor, transmitter");
    for (const { sensor, transmitter: tag, time, frames, weighted } of rows) {
      if (frames === null || weighted === null || tag === undefined) continue;
      const level = { sensorId: sensor, transmitter: transmitterOf(tag), minuteMs: time.getTime(), frames };
      latest.set(`${sensor} ${tag}`, { ...level, medianDbm: weighted / frames });
    }
    return [...latest.values()];
  }

  async heardMinutes(
    venueId: string,
    transmitters: readonly string[],
    fromMs: number,
    toMs: number,
  ): Promise<HeardMinute[]> {
    if (transmitters.length === 0) return [];
    const rows = await this.#levels(venueId, transmitters, fromMs, toMs, MINUTES, "sensor, channel");
    return rows.flatMap(({ sensor, channel, time, frames, weighted }): HeardMinute[] =>
      frames === null || weighted === null
        ? []
        : [
            {
              sensorId: sensor,
              channelMhz: Number(channel),
              minuteMs: time.getTime(),
              frames,
              medianDbm: weighted / frames,
            },
          ],
    );
  }

  listenedMinutes(...asked: Parameters<SeriesStore["listenedMinutes"]>): Promise<ListenedMinute[]> {
    return this.#try(() => readInfluxListenedMinutes(this.#influx, this.#database, ...asked));
  }

  async residents(
    venueId: string,
    sensorId: string,
    fromMs: number,
    toMs: number,
    limit: number,
  ): Promise<StoredSignalRow[]> {
    const rows = await this.#query<{
      time: Date;
      transmitter: string;
      channel: string;
      role: StoredSignalRow["role"];
      name: string;
      frames: number;
      median: number;
      p10: number;
      p90: number;
    }>(
      `SELECT role, "name", frames, median, p10, p90 FROM ${RAW.signal}
       WHERE venue = '${identifierTag(venueId)}' AND sensor = '${identifierTag(sensorId)}' AND time >= ${instant(fromMs)} AND time < ${instant(toMs)}
       GROUP BY transmitter, channel ORDER BY time DESC LIMIT 1`,
    );
    const latest = new Map<string, StoredSignalRow>();
    for (const row of rows) {
      const transmitter = transmitterOf(row.transmitter);
      const minute = row.time.toISOString();
      if ((row.role !== "venue" && row.role !== "resident") || (latest.get(transmitter)?.minute ?? "") > minute)
        continue;
      latest.set(transmitter, {
        venueId,
        sensorId,
        minute,
        transmitter,
        role: row.role,
        ...(row.name === "none" ? {} : { name: row.name.slice(1) }),
        channelMhz: Number(row.channel),
        frames: row.frames,
        medianDbm: row.median,
        p10Dbm: row.p10,
        p90Dbm: row.p90,
      });
    }
    return [...latest.values()].toSorted((a, b) => b.medianDbm - a.medianDbm).slice(0, limit);
  }

  async listened(venueId: string, sensorId: string, fromMs: number, toMs: number): Promise<Listened[]> {
    const step = listenedStep(fromMs, toMs);
    const read = (from: string): Promise<{ time: Date; seconds: number | null }[]> =>
      this.#query(
        `SELECT sum(seconds) AS seconds FROM ${from}
         WHERE venue = '${identifierTag(venueId)}' AND sensor = '${identifierTag(sensorId)}' AND time >= ${instant(fromMs)} AND time < ${instant(toMs)}
         GROUP BY ${pointsOf(step)}`,
      );
    const minutes = await read(RAW.census);
    const rows = step.rows === "1m" ? minutes : joined(minutes, await read(rollUpOf("listened", step.rows)), () => "");
    return rows.flatMap(({ time, seconds }) => (seconds === null ? [] : [{ atMs: time.getTime(), seconds }]));
  }

  channels(...asked: Parameters<SeriesStore["channels"]>): Promise<ChannelListening[]> {
    return this.#try(() => readInfluxChannels(this.#influx, this.#database, ...asked));
  }

  firstHours(...asked: Parameters<SeriesStore["firstHours"]>): Promise<FirstHour[]> {
    return this.#try(() => readInfluxFirstHours(this.#influx, this.#database, ...asked));
  }

  probing(...[venueId, sensorIds, fromMs, toMs, stepMs]: Parameters<SeriesStore["probing"]>): Promise<ProbingStep[]> {
    const asked = { venueId, sensorIds, fromMs: Math.floor(fromMs / stepMs) * stepMs, toMs, stepMs };
    return this.#try(() => readProbing(this.#influx, this.#database, asked));
  }

  presence(venueId: string, transmitters: readonly string[], fromMs: number, toMs: number): Promise<PresenceSteps> {
    return this.#try(() => readInfluxPresence(this.#influx, this.#database, { venueId, transmitters, fromMs, toMs }));
  }

  /** The minutes are rolled up as they are deleted. */
  retain(now: number, keep: Keep): Promise<number> {
    return this.#try(() => retainInflux(this.#influx, this.#database, now, keep), this.#deadlines.retainMs);
  }

  /**
   * Levels in steps: out of the minutes where they are still there, else out of the roll-up. Where both speak of a point, as after a
   * crash in the middle of `retain`, or where a point of many hours is half rolled up, the minutes hold.
   */
  async #levels(
    venueId: string,
    transmitters: readonly string[],
    fromMs: number,
    toMs: number,
    step: ReadStep,
    group: string,
  ): Promise<LevelRow[]> {
    // Both sides are checked: a transmitter is twelve hex digits, so the pattern says only what was meant.
    const any = transmitters.map(transmitterTag).join("|");
    const where = `venue = '${identifierTag(venueId)}' AND transmitter =~ /^(${any})$/ AND time >= ${instant(fromMs)} AND time < ${instant(toMs)}`;
    const read = (from: string): Promise<LevelRow[]> =>
      this.#query<LevelRow>(
        `SELECT sum(frames) AS frames, sum(weighted) AS weighted, min(p10) AS p10, max(p90) AS p90 FROM ${from}
         WHERE ${where} GROUP BY ${group}, ${pointsOf(step)}`,
      );
    const minutes = await read(RAW.signal);
    return step.rows === "1m"
      ? minutes
      : joined(minutes, await read(rollUpOf("signal", step.rows)), (row) => row.sensor);
  }

  #query<Row>(text: string): Promise<Row[]> {
    return this.#try(async () => [
      ...(await this.#influx.query<Row>(text, { database: this.#database, precision: "ms" })),
    ]);
  }

  async #try<T>(work: () => Promise<T>, ms = this.#deadlines.readMs): Promise<T> {
    try {
      return await within(ms, work);
    } catch (cause) {
      throw asSeriesError(cause, this.#place);
    }
  }
}

/** An address as npm `influx` takes it. Throws RangeError when the database has an unusable name. */
export function influxOptions(url: URL): ISingleHostConfig & { database: string } {
  const database = url.pathname.slice(1) || "probewarden";
  if (!/^[a-z0-9_-]{1,64}$/i.test(database))
    throw new RangeError(`not the name of a database: ${JSON.stringify(database)}`);
  return {
    host: url.hostname,
    port: Number(url.port || 8086),
    protocol: url.protocol === "influxs:" ? "https" : "http",
    database,
    ...(url.username === ""
      ? {}
      : { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }),
  };
}

const MINUTES: ReadStep = { rows: "1m", pointMs: 60_000 };

/** Points of a step in InfluxQL; those without a row are left out. */
const pointsOf = ({ pointMs }: ReadStep): string => `time(${pointMs / 1000}s) fill(none)`;

/** The minutes, as InfluxQL names them. */
const RAW = {
  signal: `${POLICIES["1m"]}.${MEASUREMENTS.signal}`,
  census: `${POLICIES["1m"]}.${MEASUREMENTS.census}`,
} as const;

/** Rows of the minutes, and those of the roll-up for steps of which no minute is left, by time. */
function joined<Row extends { time: Date }>(minutes: Row[], rolledUp: Row[], seriesOf: (row: Row) => string): Row[] {
  const key = (row: Row): string => `${row.time.getTime()} ${seriesOf(row)}`;
  const known = new Set(minutes.map(key));
  return [...rolledUp.filter((row) => !known.has(key(row))), ...minutes].toSorted(
    (a, b) => a.time.getTime() - b.time.getTime(),
  );
}
