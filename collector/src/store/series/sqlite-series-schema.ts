import type Database from "libsql";

/**
 * Tables of the embedded series. Clustered by sensor and time (WITHOUT ROWID), integer ids, instants in whole epoch seconds.
 *
 * Roll-ups are worked out again from the minutes of their span whenever one of these minutes is written, in the same transaction,
 * so that a row that comes twice changes nothing. A roll-up's median is the mean of the minutes' medians weighted by frames (a
 * median of medians cannot be had from parts); its percentiles are the lowest p10 and the highest p90.
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

/** Makes the tables, or brings those of an earlier version up to date. */
export function makeSeriesTables(database: Database.Database): void {
  database.exec(SERIES_SCHEMA);
  for (const table of ["transmitters", "names"]) {
    const columns = database.prepare(`PRAGMA table_info(${table})`).all() as { name: string }[];
    if (columns.some(({ name }) => name === "heard")) continue;
    // What was heard before the column was there counts as heard now, and is forgotten in its time.
    database.exec(`ALTER TABLE ${table} ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;
      UPDATE ${table} SET heard = CAST(strftime('%s', 'now') AS INTEGER)`);
  }
}

/**
 * Statements that work a roll-up out again. Parameters: sensor, start of the span, transmitter (signal only). The minutes of the span are
 * named one by one, so that each is one look into the clustered key; a range would read every transmitter of the sensor.
 */
export const ROLL_UP = {
  /** Five minutes out of their minutes, an hour out of its five minutes: what is weighted by frames may be summed in any order. */
  signal: (step: "5m" | "1h"): string => {
    const [source, part, seconds] = step === "5m" ? ["signal_1m", 60, 300] : ["signal_5m", 300, 3600];
    return `
    WITH RECURSIVE part (at) AS (VALUES (?2) UNION ALL SELECT at + ${part} FROM part WHERE at + ${part} < ?2 + ${seconds})
    INSERT INTO signal_${step} (sensor, ts, transmitter, frames, median, p10, p90)
    SELECT l.sensor, ?2, l.transmitter, sum(l.frames), sum(l.median * l.frames) / sum(l.frames), min(l.p10), max(l.p90)
    FROM part CROSS JOIN ${source} l ON l.sensor = ?1 AND l.ts = part.at AND l.transmitter = ?3
    GROUP BY l.sensor, l.transmitter
    ON CONFLICT DO UPDATE SET frames = excluded.frames, median = excluded.median, p10 = excluded.p10, p90 = excluded.p90`;
  },
  listened: (step: "5m" | "1h", seconds: number): string => `
    INSERT OR REPLACE INTO listened_${step} (sensor, ts, seconds)
    SELECT sensor, ts / ${seconds} * ${seconds}, sum(seconds)
    FROM census_1m WHERE sensor = ?1 AND ts >= ?2 AND ts < ?2 + ${seconds} GROUP BY 1, 2`,
};
