import { Cron } from "croner";
import { forgetRanges } from "../intake/forget-ranges.ts";
import { forgetChanges } from "../suspects/note-change.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { CollectorConfig } from "../main/config.ts";

/** Every hour, off the full hour, at which everything else begins. */
const HOURLY = "17 * * * *";
const DAY_MS = 24 * 3_600_000;

export interface RetentionParts {
  state: StateStore;
  series: SeriesStore;
  keep: CollectorConfig["retention"];
  now: () => number;
  failed: (error: unknown) => void;
  /** Whether what is old may be deleted now; not after the clock has jumped, for nobody knows then what is old. */
  mayForget: () => boolean;
}

/** Forgets what is older than the configuration keeps, once an hour. Returns how to stop it. */
export function startRetention(parts: RetentionParts): () => void {
  const job = new Cron(HOURLY, { protect: true, catch: parts.failed }, () => retain(parts));
  return () => job.stop();
}

/**
 * One round: series by age and step; findings, suspects that have ended or that nobody could hear for so long with their alerts, history,
 * spent sessions, boots that nobody heard for longer than all of it. What a person decided is kept for good, and so are the suspect and the
 * addresses that it was about: it must hold when the device comes back. A series store that is away keeps nothing else from being forgotten.
 */
export async function retain({ state, series, keep, now, failed, mayForget }: RetentionParts): Promise<void> {
  if (!mayForget()) return;
  await series.retain(now(), keep).catch(failed);
  const before = now() - keep.findingDays * DAY_MS;
  // Longer than anything that a message could have left behind is kept.
  const longest = Math.max(keep.findingDays, keep.hourDays, keep.fiveMinuteDays, keep.rawHours / 24) * DAY_MS;
  await state.transaction((trx) => forgetRanges(trx, now() - longest)).catch(failed);
  await state.transaction((trx) => forgetChanges(trx, before)).catch(failed);
  await state.db.deleteFrom("sessions").where("expires_at", "<", now()).execute();
  for (const { venue_id } of await state.db.selectFrom("venues").select("venue_id").orderBy("venue_id").execute())
    await state.inVenue(venue_id, (trx) => retainVenue(trx, venue_id, before)).catch(failed);
}

/** Forgets what is too old of one venue, in its turn: nobody must meanwhile bring a suspect back that goes. */
async function retainVenue(db: Transaction<StateTables>, venueId: string, before: number): Promise<void> {
  const over = db
    .selectFrom("suspects")
    .select("suspect_id")
    .where("venue_id", "=", venueId)
    .where("state", "in", ["ended", "unobserved"])
    .where("last_heard_at", "<", before);
  await db
    .deleteFrom("finding_transmitters")
    .where((where) =>
      where.exists(
        where
          .selectFrom("findings as f")
          .select("f.finding_id")
          .whereRef("f.sensor_id", "=", "finding_transmitters.sensor_id")
          .whereRef("f.finding_id", "=", "finding_transmitters.finding_id")
          .where("f.suspect_id", "in", over),
      ),
    )
    .execute();
  for (const table of ["findings", "suspect_changes", "suspect_hearings", "alerts"] as const)
    await db.deleteFrom(table).where("suspect_id", "in", over).execute();
  const decided = db.selectFrom("decisions").select("suspect_id");
  const gone = over.where("suspect_id", "not in", decided);
  for (const table of ["suspect_transmitters", "suspect_targets", "watch_entries"] as const)
    await db.deleteFrom(table).where("suspect_id", "in", gone).execute();
  await db.deleteFrom("suspects").where("suspect_id", "in", gone).execute();
}
