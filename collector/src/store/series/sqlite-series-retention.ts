import type Database from "libsql";

const HOUR = 3600;
const TABLES = [
  ["signal_1m", "1m"],
  ["census_1m", "1m"],
  ["signal_5m", "5m"],
  ["listened_5m", "5m"],
  ["signal_1h", "1h"],
  ["listened_1h", "1h"],
] as const;
/** Seconds that one piece takes away: sixty steps, some ten thousand rows of a busy sensor. */
const PIECE = { "1m": HOUR, "5m": 5 * HOUR, "1h": 60 * HOUR } as const;

/**
 * Forgets what is older, in pieces of one sensor and sixty steps, and lets go of the thread after each: one statement for an hour of a
 * venue with 60 sensors held up everything for 0.7 s. Addresses and names of which no level can be left are forgotten last; `idsGone`
 * is called in the same breath. Returns how many rows went.
 */
export async function forgetSeries(
  database: Database.Database,
  now: number,
  keep: { rawHours: number; fiveMinuteDays: number; hourDays: number },
  idsGone: () => void,
): Promise<number> {
  const before = {
    "1m": now / 1000 - keep.rawHours * HOUR,
    "5m": now / 1000 - keep.fiveMinuteDays * 24 * HOUR,
    "1h": now / 1000 - keep.hourDays * 24 * HOUR,
  };
  // The time of what a wrong clock put further ahead may never come, and it would stay for ever.
  const ahead = now / 1000 + 24 * HOUR;
  let gone = 0;
  const sensors = database.prepare("SELECT id FROM sensors").all() as { id: number }[];
  for (const [table, step] of TABLES) {
    const first = database.prepare(`SELECT min(ts) AS ts FROM ${table} WHERE sensor = ?`);
    const forget = database.prepare(`DELETE FROM ${table} WHERE sensor = ? AND ts < ?`);
    const forgetAhead = database.prepare(`DELETE FROM ${table} WHERE sensor = ? AND ts > ?`);
    for (const { id } of sensors) {
      gone += forgetAhead.run([id, ahead]).changes;
      for (;;) {
        const [oldest] = first.all([id]) as { ts: number | null }[];
        if (oldest?.ts == null || oldest.ts >= before[step]) break;
        gone += forget.run([id, Math.min(before[step], oldest.ts + PIECE[step])]).changes;
        await new Promise((resolve) => setImmediate(resolve));
        if (!database.open) return gone;
      }
    }
  }
  // `heard` is the beginning of an hour, so a level may be up to an hour younger.
  const oldest = Math.min(...Object.values(before)) - HOUR;
  for (const table of ["transmitters", "names"])
    database.prepare(`UPDATE ${table} SET heard = ?1 WHERE heard > ?1`).run([ahead]);
  gone += database.prepare("DELETE FROM transmitters WHERE heard < ?").run([oldest]).changes;
  gone += database.prepare("DELETE FROM names WHERE heard < ?").run([before["1m"] - HOUR]).changes;
  idsGone();
  return gone;
}
