import type Database from "libsql";

const HOUR = 3600;
/** Tables with levels, and the seconds of one piece: sixty steps, some ten thousand rows of a busy sensor. */
const TABLES = [
  ["signal_1m", HOUR],
  ["signal_5m", 5 * HOUR],
  ["signal_1h", 60 * HOUR],
] as const;

/**
 * Erases every level of transmitters at the sensors of a venue, and their addresses where no other venue has levels of them. In pieces,
 * as the old is forgotten, with a turn for everybody else after each: the tables are clustered by sensor and time, so a transmitter is found
 * by reading past the others. `idsGone` is called in the same breath in which an address goes.
 */
export async function eraseSeries(
  database: Database.Database,
  venueId: string,
  transmitters: readonly string[],
  idsGone: () => void,
): Promise<void> {
  const ids = (
    database
      .prepare("SELECT id FROM transmitters WHERE address IN (SELECT value FROM json_each(?))")
      .all([JSON.stringify(transmitters)]) as { id: number }[]
  ).map(({ id }) => id);
  if (ids.length === 0) return;
  const wanted = JSON.stringify(ids);
  const sensors = database.prepare("SELECT id, venue FROM sensors").all() as { id: number; venue: string }[];
  const kept = new Set<number>();
  for (const [table, seconds] of TABLES) {
    const span = database.prepare(`SELECT min(ts) AS first, max(ts) AS last FROM ${table} WHERE sensor = ?`);
    const where = "sensor = ?1 AND ts >= ?2 AND ts < ?3 AND transmitter IN (SELECT value FROM json_each(?4))";
    const erase = database.prepare(`DELETE FROM ${table} WHERE ${where}`);
    const elsewhere = database.prepare(`SELECT DISTINCT transmitter AS id FROM ${table} WHERE ${where}`);
    for (const { id, venue } of sensors) {
      const [ends] = span.all([id]) as { first: number | null; last: number | null }[];
      if (ends?.first == null || ends.last === null) continue;
      for (let at = ends.first; at <= ends.last;) {
        if (venue === venueId) erase.run([id, at, at + seconds, wanted]);
        else for (const row of elsewhere.all([id, at, at + seconds, wanted]) as { id: number }[]) kept.add(row.id);
        await new Promise((resolve) => setImmediate(resolve));
        if (!database.open) return;
        at = nextOf(database, table, id, at + seconds) ?? Infinity;
      }
    }
  }
  forgetAddresses(
    database,
    ids.filter((id) => !kept.has(id)),
    sensors,
    idsGone,
  );
}

/** The first step at or after an instant that has a row: a wrong clock may have left years in between. */
function nextOf(database: Database.Database, table: string, sensor: number, from: number): number | undefined {
  const [row] = database
    .prepare(`SELECT min(ts) AS ts FROM ${table} WHERE sensor = ? AND ts >= ?`)
    .all([sensor, from]) as {
    ts: number | null;
  }[];
  return row?.ts ?? undefined;
}

/** The addresses themselves, unless a level came in meanwhile. */
function forgetAddresses(
  database: Database.Database,
  ids: readonly number[],
  sensors: readonly { id: number }[],
  idsGone: () => void,
): void {
  const since = Math.floor(Date.now() / 1000) - 24 * HOUR;
  const again = database.prepare("SELECT 1 FROM signal_1h WHERE sensor = ? AND ts >= ? AND transmitter = ? LIMIT 1");
  const forget = database.prepare("DELETE FROM transmitters WHERE id = ?");
  for (const id of ids) if (!sensors.some((sensor) => again.all([sensor.id, since, id]).length > 0)) forget.run([id]);
  idsGone();
  // What was erased must not stand in the write-ahead log either; a reader may hold it a little longer.
  database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all([]);
}
