import type Database from "libsql";
import { SMALL_COUNT } from "./probing-minute.ts";

/**
 * Tables of the embedded series. Clustered by sensor and time (WITHOUT ROWID), integer ids, instants in whole epoch seconds.
 *
 * Roll-ups are worked out again from the minutes of their span whenever one of these minutes is written, in the same transaction,
 * so that a row that comes twice changes nothing. A roll-up's median is the mean of the minutes' medians weighted by frames (a
 * median of medians cannot be had from parts); its percentiles are the lowest p10 and the highest p90.
 *
 * `role` is a letter or none (`role-codes.ts`), for it stands in every row; rows of earlier versions have the word.
 *
 * `heard_in_hour` leads from a transmitter to the few sensors that heard it: an hour has one row for sixty, so the index is small.
 *
 * `heard` is the hour of the latest level of an address or a name, so that those of which no level is left are found without a look at
 * the levels.
 */
const SERIES_SCHEMA = `
CREATE TABLE IF NOT EXISTS sensors (id INTEGER PRIMARY KEY, venue TEXT NOT NULL, sensor TEXT NOT NULL, UNIQUE (venue, sensor));
CREATE TABLE IF NOT EXISTS transmitters (id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, heard INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS names (id INTEGER PRIMARY KEY, hex TEXT NOT NULL UNIQUE, heard INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS signal_1m (
  sensor INTEGER NOT NULL, ts INTEGER NOT NULL, transmitter INTEGER NOT NULL, channel_mhz INTEGER NOT NULL,
  role TEXT NOT NULL, name INTEGER, frames INTEGER NOT NULL, median REAL NOT NULL, p10 REAL NOT NULL, p90 REAL NOT NULL,
  PRIMARY KEY (sensor, ts, transmitter, channel_mhz)) WITHOUT ROWID;
${["5m", "1h"]
  .map(
    (step) => `CREATE TABLE IF NOT EXISTS signal_${step} (
  sensor INTEGER NOT NULL, ts INTEGER NOT NULL, transmitter INTEGER NOT NULL,
  frames INTEGER NOT NULL, median REAL NOT NULL, p10 REAL NOT NULL, p90 REAL NOT NULL,
  PRIMARY KEY (sensor, ts, transmitter)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS listened_${step} (sensor INTEGER NOT NULL, ts INTEGER NOT NULL, seconds REAL NOT NULL,
  minutes INTEGER, requests REAL, devices REAL,
  PRIMARY KEY (sensor, ts)) WITHOUT ROWID;`,
  )
  .join("\n")}
CREATE TABLE IF NOT EXISTS census_1m (
  sensor INTEGER NOT NULL, ts INTEGER NOT NULL, channel_mhz INTEGER NOT NULL, seconds REAL NOT NULL, management INTEGER NOT NULL,
  control INTEGER NOT NULL, data INTEGER NOT NULL, probe_requests INTEGER NOT NULL,
  access_points INTEGER, stations INTEGER,
  PRIMARY KEY (sensor, ts, channel_mhz)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS heard_in_hour ON signal_1h (transmitter, ts);
DROP TABLE IF EXISTS health;
`;

/** Columns that came later, what they are, and what makes them true of what was there before. */
const LATER = [
  // What was heard before the column was there counts as heard now, and is forgotten in its time.
  ...(["transmitters", "names"] as const).map((table) => ({
    table,
    columns: ["heard INTEGER NOT NULL DEFAULT 0"],
    fill: `UPDATE ${table} SET heard = CAST(strftime('%s', 'now') AS INTEGER)`,
  })),
  // Of the load that was heard before nobody has worked out a roll-up: it stays unknown, and is no silence.
  ...(["listened_5m", "listened_1h"] as const).map((table) => ({
    table,
    columns: ["minutes INTEGER", "requests REAL", "devices REAL"],
    fill: "",
  })),
];

/** Makes the tables, or brings those of an earlier version up to date. */
export function makeSeriesTables(database: Database.Database): void {
  database.exec(SERIES_SCHEMA);
  for (const { table, columns, fill } of LATER) {
    const known = database.prepare(`PRAGMA table_info(${table})`).all() as { name: string }[];
    const missing = columns.filter((column) => known.every(({ name }) => name !== column.split(" ", 1)[0]));
    if (missing.length === 0) continue;
    database.exec(`${missing.map((column) => `ALTER TABLE ${table} ADD COLUMN ${column};`).join("\n")}\n${fill}`);
  }
}

/** Five minutes out of their minutes, an hour out of its five minutes: what is weighted by frames may be summed in any order. */
const partsOf = (step: "5m" | "1h"): [source: string, part: number, seconds: number] =>
  step === "5m" ? ["signal_1m", 60, 300] : ["signal_5m", 300, 3600];

const rollUp = (step: "5m" | "1h", from: string): string => `
    INSERT INTO signal_${step} (sensor, ts, transmitter, frames, median, p10, p90)
    SELECT l.sensor, ?2, l.transmitter, sum(l.frames), sum(l.median * l.frames) / sum(l.frames), min(l.p10), max(l.p90)
    FROM ${from}
    GROUP BY l.sensor, l.transmitter
    ON CONFLICT DO UPDATE SET frames = excluded.frames, median = excluded.median, p10 = excluded.p10, p90 = excluded.p90`;

/** Statements that work a roll-up out again. Parameters: sensor, start of the span, and for levels a transmitter or a JSON list of them. */
export const ROLL_UP = {
  /** Of one transmitter. The parts of the span are named one by one: each is one look into the clustered key, and a range would read every transmitter of the sensor. */
  signal: (step: "5m" | "1h"): string => {
    const [source, part, seconds] = partsOf(step);
    return `
    WITH RECURSIVE part (at) AS (VALUES (?2) UNION ALL SELECT at + ${part} FROM part WHERE at + ${part} < ?2 + ${seconds})
    ${rollUp(step, `part CROSS JOIN ${source} l ON l.sensor = ?1 AND l.ts = part.at AND l.transmitter = ?3`)}`;
  },
  /** Of most transmitters of a sensor: by reading the span. */
  signals: (step: "5m" | "1h"): string => {
    const [source, , seconds] = partsOf(step);
    const wanted = "l.transmitter IN (SELECT value FROM json_each(?3))";
    return rollUp(step, `${source} l WHERE l.sensor = ?1 AND l.ts >= ?2 AND l.ts < ?2 + ${seconds} AND ${wanted}`);
  },
  listened: (step: "5m" | "1h"): string =>
    step === "5m"
      ? `INSERT OR REPLACE INTO listened_5m (sensor, ts, seconds, minutes, requests, devices)
         SELECT ?1, ?2, sum(seconds), ${PROBING_SUMS} FROM (${probingMinutes("ts < ?2 + 300")}) GROUP BY 1`
      : `INSERT OR REPLACE INTO listened_1h (sensor, ts, seconds, minutes, requests, devices)
         SELECT ?1, ?2, sum(seconds), sum(minutes), sum(requests), sum(devices)
         FROM listened_5m WHERE sensor = ?1 AND ts >= ?2 AND ts < ?2 + 3600 GROUP BY 1`,
};

/** Sums over minutes in which the sensor listened. */
const PROBING_SUMS =
  "sum(seconds > 0), sum(CASE WHEN seconds > 0 THEN requests ELSE 0 END), sum(CASE WHEN seconds > 0 THEN devices ELSE 0 END)";
/** The minutes of a sensor (?1) from ?2 on, as {@link probingOfMinute} has them. */
export function probingMinutes(until: string): string {
  return `SELECT ts, seconds, CASE WHEN requests BETWEEN 1 AND 4 THEN ${SMALL_COUNT} ELSE requests END AS requests,
      CASE WHEN most >= 5 THEN most WHEN least < 0 THEN ${SMALL_COUNT} ELSE 0 END AS devices
    FROM (SELECT ts, sum(seconds) AS seconds, sum(probe_requests) AS requests, max(stations) AS most, min(stations) AS least
      FROM census_1m WHERE sensor = ?1 AND ts >= ?2 AND ${until} GROUP BY ts)`;
}
