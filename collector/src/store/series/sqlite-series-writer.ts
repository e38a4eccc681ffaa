import type { CensusMinute, SignalRow, SuppressedCount } from "@probewarden/contract";
import type Database from "libsql";
import { ROLE_CODES } from "./role-codes.ts";
import { ROLL_UP } from "./sqlite-series-schema.ts";
import type { SeriesBatch } from "./series-store.ts";

/** One to four, of which the sensor says no more than that. */
const FEWER_THAN_FIVE = -1;
const FIVE_MINUTES = 300;
const HOUR = 3600;
/** Transmitters of one roll-up from which on they are worked out together. */
const MANY = 4;
/** Ids, and hours of ids, that are remembered. */
const MOST_REMEMBERED = 100_000;

/** Writes batches in one transaction each, roll-ups included. */
export class SqliteSeriesWriter {
  readonly #database: Database.Database;
  readonly #statements;
  readonly #ids = new Map<string, number>();
  readonly #hours = new Map<string, number>();

  constructor(database: Database.Database) {
    this.#database = database;
    const prepare = (sql: string) => database.prepare(sql);
    this.#statements = {
      signal: prepare("INSERT OR REPLACE INTO signal_1m VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      census: prepare("INSERT OR REPLACE INTO census_1m VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      signal5m: prepare(ROLL_UP.signal("5m")),
      signal1h: prepare(ROLL_UP.signal("1h")),
      signal5mMany: prepare(ROLL_UP.signals("5m")),
      signal1hMany: prepare(ROLL_UP.signals("1h")),
      listened5m: prepare(ROLL_UP.listened("5m")),
      listened1h: prepare(ROLL_UP.listened("1h")),
      sensor: prepare(
        "INSERT INTO sensors (venue, sensor) VALUES (?, ?) ON CONFLICT DO UPDATE SET venue = excluded.venue RETURNING id",
      ),
      transmitter: prepare(
        "INSERT INTO transmitters (address) VALUES (?) ON CONFLICT DO UPDATE SET address = excluded.address RETURNING id",
      ),
      transmittersHeard: prepare("UPDATE transmitters SET heard = max(heard, ?) WHERE id = ?"),
      namesHeard: prepare("UPDATE names SET heard = max(heard, ?) WHERE id = ?"),
      name: prepare("INSERT INTO names (hex) VALUES (?) ON CONFLICT DO UPDATE SET hex = excluded.hex RETURNING id"),
    };
  }

  /** Durable when it returns; nothing of the batch is stored when it throws. */
  write(batch: SeriesBatch): void {
    this.#transaction(() => {
      for (const { venueId, sensorId, rows } of batch.signal)
        this.#writeSignal(this.#id("sensor", venueId, sensorId), rows);
      for (const { venueId, sensorId, minutes } of batch.census)
        this.#writeCensus(this.#id("sensor", venueId, sensorId), minutes);
    });
  }

  #writeSignal(sensor: number, rows: readonly SignalRow[]): void {
    const written = rows
      .map((row) => ({
        row,
        ts: Math.floor(Date.parse(row.minute) / 60_000) * 60,
        transmitter: this.#id("transmitter", row.transmitter),
      }))
      // In the order of the table, so that its pages are filled one after the other.
      .toSorted((a, b) => a.ts - b.ts || a.transmitter - b.transmitter);
    for (const { row, ts, transmitter } of written) {
      const name = row.name === undefined ? null : this.#id("name", row.name);
      this.#heard("transmitters", transmitter, ts);
      if (name !== null) this.#heard("names", name, ts);
      this.#statements.signal.run([
        sensor,
        ts,
        transmitter,
        Math.round(row.channelMhz),
        ROLE_CODES[row.role],
        name,
        row.frames,
        row.medianDbm,
        row.p10Dbm,
        row.p90Dbm,
      ]);
    }
    this.#rollUp("5m", sensor, FIVE_MINUTES, written);
    this.#rollUp("1h", sensor, HOUR, written);
  }

  /** Of many transmitters one reading of the span's rows is cheaper than a look-up of each in each of its parts. */
  #rollUp(
    step: "5m" | "1h",
    sensor: number,
    seconds: number,
    written: readonly { ts: number; transmitter: number }[],
  ): void {
    const spans = new Map<number, Set<number>>();
    for (const { ts, transmitter } of written) {
      const span = ts - (ts % seconds);
      spans.set(span, (spans.get(span) ?? new Set()).add(transmitter));
    }
    for (const [span, transmitters] of spans)
      if (transmitters.size >= MANY)
        this.#statements[`signal${step}Many`].run([sensor, span, JSON.stringify([...transmitters])]);
      else for (const transmitter of transmitters) this.#statements[`signal${step}`].run([sensor, span, transmitter]);
  }

  #writeCensus(sensor: number, minutes: readonly CensusMinute[]): void {
    const spans = new Map<number, number>();
    for (const row of minutes) {
      const ts = Math.floor(Date.parse(row.minute) / 60_000) * 60;
      this.#statements.census.run([
        sensor,
        ts,
        Math.round(row.channelMhz),
        row.secondsListened,
        row.management,
        row.control,
        row.data,
        row.probeRequests,
        count(row.accessPoints),
        count(row.stations),
      ]);
      spans.set(Math.floor(ts / FIVE_MINUTES), ts);
    }
    for (const ts of spans.values()) {
      this.#statements.listened5m.run([sensor, ts - (ts % FIVE_MINUTES)]);
      this.#statements.listened1h.run([sensor, ts - (ts % HOUR)]);
    }
  }

  #id(kind: "sensor" | "transmitter" | "name", ...key: string[]): number {
    const cached = `${kind} ${key.join(" ")}`;
    const known = this.#ids.get(cached);
    if (known !== undefined) return known;
    const [row] = this.#statements[kind].all(key) as { id: number }[];
    if (row === undefined) throw new Error("an insert with RETURNING gave no row");
    // The memory of ids is bounded; to begin anew costs one look-up per id.
    if (this.#ids.size >= MOST_REMEMBERED) this.#ids.clear();
    this.#ids.set(cached, row.id);
    return row.id;
  }

  /** Once an hour is enough for what is forgotten after hours at the soonest. */
  #heard(table: "transmitters" | "names", id: number, ts: number): void {
    const [key, hour] = [`${table} ${id}`, ts - (ts % HOUR)];
    if ((this.#hours.get(key) ?? 0) >= hour) return;
    this.#statements[`${table}Heard`].run([hour, id]);
    if (this.#hours.size >= MOST_REMEMBERED) this.#hours.clear();
    this.#hours.set(key, hour);
  }

  /** Forgets which ids it knows, after rows went that had them. */
  forgetIds(): void {
    this.#ids.clear();
    this.#hours.clear();
  }

  #transaction(work: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.#database.exec("COMMIT");
    } catch (error) {
      // A full disk has already rolled back by itself, and a second ROLLBACK would hide its error.
      if (this.#database.inTransaction) this.#database.exec("ROLLBACK");
      this.forgetIds();
      throw error;
    }
  }
}

const count = (value: SuppressedCount): number => (typeof value === "number" ? value : FEWER_THAN_FIVE);
