import type Database from "libsql";
import { eraseSeries } from "./sqlite-series-erase.ts";

const HOUR = 3600;
/** Tables with levels and those without, and the seconds of one piece: sixty steps, some ten thousand rows of a busy sensor. */
const LEVELS = [
  ["signal_1m", HOUR],
  ["signal_5m", 5 * HOUR],
  ["signal_1h", 60 * HOUR],
] as const;
const COUNTS = [
  ["census_1m", HOUR],
  ["listened_5m", 300 * HOUR],
  ["listened_1h", 3_600 * HOUR],
] as const;

/** Erases everything of a venue, in pieces, with a turn for everybody else after each. `idsGone` is called when ids of sensors and addresses go. */
export async function forgetVenueSeries(
  database: Database.Database,
  venueId: string,
  idsGone: () => void,
): Promise<void> {
  const sensors = database.prepare("SELECT id FROM sensors WHERE venue = ?").all([venueId]) as { id: number }[];
  const addresses = new Set<string>();
  for (const { id } of sensors)
    for (const [table, seconds] of LEVELS) {
      const named = database.prepare(`SELECT address FROM transmitters WHERE id IN (
        SELECT transmitter FROM ${table} WHERE sensor = ? AND ts >= ? AND ts < ?)`);
      await inPieces(database, table, id, seconds, (from) => {
        for (const { address } of named.all([id, from, from + seconds]) as { address: string }[])
          addresses.add(address);
      });
    }
  if (!database.open) return;
  await eraseSeries(database, venueId, [...addresses], idsGone);
  for (const { id } of sensors)
    for (const [table, seconds] of COUNTS) {
      const erase = database.prepare(`DELETE FROM ${table} WHERE sensor = ? AND ts >= ? AND ts < ?`);
      await inPieces(database, table, id, seconds, (from) => void erase.run([id, from, from + seconds]));
    }
  if (!database.open) return;
  const forget = database.prepare("DELETE FROM sensors WHERE id = ?");
  for (const { id } of sensors) forget.run([id]);
  idsGone();
}

/** Each span of a sensor's table in which there is something. */
async function inPieces(
  database: Database.Database,
  table: string,
  sensor: number,
  seconds: number,
  work: (from: number) => void,
): Promise<void> {
  if (!database.open) return;
  const next = database.prepare(`SELECT min(ts) AS ts FROM ${table} WHERE sensor = ? AND ts >= ?`);
  for (let from = Number.MIN_SAFE_INTEGER; ;) {
    const [row] = next.all([sensor, from]) as { ts: number | null }[];
    if (row?.ts == null) return;
    work(row.ts);
    from = row.ts + seconds;
    await new Promise((resolve) => setImmediate(resolve));
    if (!database.open) return;
  }
}
