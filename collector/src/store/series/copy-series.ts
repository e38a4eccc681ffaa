import Database from "libsql";
import { InfluxDB, type IPoint } from "influx";
import { asSeriesError } from "./influx-error.ts";
import { MEASUREMENTS, POLICIES, identifierTag, transmitterTag } from "./influx-points.ts";
import { influxOptions } from "./influx-series.ts";
import { roleOf } from "./role-codes.ts";

/** Points that go to the server at a time. */
const PAGE = 5000;

interface Measurement {
  name: string;
  policy: string;
  /** A field that each point has, by which points are counted. */
  counted: string;
  select: string;
  point: (row: Row) => IPoint;
}

type Row = Record<string, number | string | null>;

/** Rows of each measurement. */
export type PointCounts = Readonly<Record<string, number>>;

const address = (row: Row): string => transmitterTag(String(row["address"]));
const tagsOf = (row: Row): Record<string, string> => ({
  venue: identifierTag(String(row["venue"])),
  sensor: identifierTag(String(row["sensor"])),
});
const at = (row: Row): number => Number(row["ts"]) * 1000;

const levels = (step: "5m" | "1h"): Measurement => ({
  name: `signal_${step}`,
  policy: POLICIES[step],
  counted: "frames",
  select: `SELECT l.ts, s.venue, s.sensor, t.address, l.frames, l.median, l.p10, l.p90
    FROM signal_${step} l JOIN sensors s ON s.id = l.sensor JOIN transmitters t ON t.id = l.transmitter`,
  point: (row) => ({
    measurement: `signal_${step}`,
    tags: { ...tagsOf(row), transmitter: address(row) },
    fields: {
      frames: Number(row["frames"]),
      weighted: Number(row["median"]) * Number(row["frames"]),
      p10: Number(row["p10"]),
      p90: Number(row["p90"]),
    },
    timestamp: at(row),
  }),
});
const listened = (step: "5m" | "1h"): Measurement => ({
  name: `listened_${step}`,
  policy: POLICIES[step],
  counted: "seconds",
  select: `SELECT l.ts, s.venue, s.sensor, l.seconds, l.minutes, l.requests, l.devices FROM listened_${step} l JOIN sensors s ON s.id = l.sensor`,
  point: (row) => ({
    measurement: `listened_${step}`,
    tags: tagsOf(row),
    fields: {
      seconds: Number(row["seconds"]),
      ...(row["requests"] === null
        ? {}
        : {
            minutes: Number(row["minutes"]),
            requests: Number(row["requests"]),
            devices: Number(row["devices"]),
          }),
    },
    timestamp: at(row),
  }),
});

/** Every table of the embedded series that holds figures, as InfluxDB has it. */
const COPIED: readonly Measurement[] = [
  {
    name: MEASUREMENTS.signal,
    policy: POLICIES["1m"],
    counted: "frames",
    select: `SELECT l.*, s.venue, s.sensor AS sensor, t.address, n.hex FROM signal_1m l
      JOIN sensors s ON s.id = l.sensor JOIN transmitters t ON t.id = l.transmitter LEFT JOIN names n ON n.id = l.name`,
    point: (row) => ({
      measurement: MEASUREMENTS.signal,
      tags: { ...tagsOf(row), transmitter: address(row), channel: String(row["channel_mhz"]) },
      fields: {
        role: identifierTag(roleOf(String(row["role"]))),
        name: row["hex"] === null ? "none" : `x${row["hex"]}`,
        frames: Number(row["frames"]),
        median: Number(row["median"]),
        weighted: Number(row["median"]) * Number(row["frames"]),
        p10: Number(row["p10"]),
        p90: Number(row["p90"]),
      },
      timestamp: at(row),
    }),
  },
  {
    name: MEASUREMENTS.census,
    policy: POLICIES["1m"],
    counted: "seconds",
    select: `SELECT l.*, s.venue, s.sensor AS sensor FROM census_1m l JOIN sensors s ON s.id = l.sensor`,
    point: (row) => ({
      measurement: MEASUREMENTS.census,
      tags: { ...tagsOf(row), channel: String(row["channel_mhz"]) },
      fields: {
        seconds: Number(row["seconds"]),
        management: Number(row["management"]),
        control: Number(row["control"]),
        data: Number(row["data"]),
        probe_requests: Number(row["probe_requests"]),
        access_points: Number(row["access_points"] ?? -1),
        stations: Number(row["stations"] ?? -1),
      },
      timestamp: at(row),
    }),
  },
  levels("5m"),
  levels("1h"),
  listened("5m"),
  listened("1h"),
];

/** Copies the embedded series into InfluxDB; a point that comes twice is one point, so what was interrupted is done again. */
export class SeriesCopy {
  readonly #influx: InfluxDB;
  readonly #database: string;
  readonly #place: string;
  readonly #file: string;

  /** `file`: series.db, which nobody writes meanwhile. */
  constructor(file: string, url: URL) {
    const options = influxOptions(url);
    this.#influx = new InfluxDB(options);
    this.#database = options.database;
    this.#place = `influx://${url.host}/${this.#database}`;
    this.#file = file;
  }

  /** Points that the target has; empty for a database without any. */
  async target(): Promise<PointCounts> {
    const counts: Record<string, number> = {};
    for (const { name, policy, counted } of COPIED) {
      const [row] = await this.#try(() =>
        this.#influx.query<{ n: number }>(`SELECT count(${counted}) AS n FROM ${policy}.${name}`, {
          database: this.#database,
        }),
      );
      if ((row?.n ?? 0) > 0) counts[name] = row?.n ?? 0;
    }
    return counts;
  }

  /** Copies all; returns how many rows there were, and of them those that a policy of the target has not let go of. */
  async copy(
    nowMs: number,
    told: (name: string, rows: number) => void,
  ): Promise<{ rows: PointCounts; kept: PointCounts }> {
    const durations = await this.#durations();
    const rows: Record<string, number> = {};
    const kept: Record<string, number> = {};
    const database = new Database(this.#file, { readonly: true });
    try {
      for (const measurement of COPIED) {
        const { name, policy, select, point } = measurement;
        const oldest = nowMs - (durations.get(policy) ?? Infinity) + HOUR_MS;
        let page: IPoint[] = [];
        for (const row of database.prepare(select).iterate() as Iterable<Row>) {
          const made = point(row);
          rows[name] = (rows[name] ?? 0) + 1;
          // What the policy would refuse is over there as it would be here after the next night.
          if (Number(made.timestamp) < oldest) continue;
          kept[name] = (kept[name] ?? 0) + 1;
          page.push(made);
          if (page.length < PAGE) continue;
          await this.#write(page, policy);
          page = [];
        }
        await this.#write(page, policy);
        if (rows[name] !== undefined) told(name, rows[name]);
      }
    } finally {
      database.close();
    }
    return { rows, kept };
  }

  async #write(points: IPoint[], retentionPolicy: string): Promise<void> {
    if (points.length > 0)
      await this.#try(() =>
        this.#influx.writePoints(points, { precision: "ms", retentionPolicy, database: this.#database }),
      );
  }

  /** Milliseconds that each policy keeps; 0 is for ever. */
  async #durations(): Promise<Map<string, number>> {
    const policies = await this.#try(() => this.#influx.showRetentionPolicies(this.#database));
    return new Map(policies.map(({ name, duration }) => [name, millisecondsOf(duration)]));
  }

  async #try<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw asSeriesError(cause, this.#place);
    }
  }
}

const HOUR_MS = 3_600_000;

/** `8760h0m0s`, as InfluxDB says it. */
function millisecondsOf(duration: string): number {
  const [, hours = "0", minutes = "0"] = /^(?:(\d+)h)?(?:(\d+)m)?/.exec(duration) ?? [];
  const milliseconds = Number(hours) * HOUR_MS + Number(minutes) * 60_000;
  return milliseconds === 0 ? Infinity : milliseconds;
}
