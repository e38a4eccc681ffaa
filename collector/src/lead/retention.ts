import { Cron } from "croner";
import { forgetRanges } from "../intake/forget-ranges.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
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
}

/** Forgets what is older than the configuration keeps, once an hour. Returns how to stop it. */
export function startRetention(parts: RetentionParts): () => void {
  const job = new Cron(HOURLY, { protect: true, catch: parts.failed }, () => retain(parts));
  return () => job.stop();
}

/**
 * One round: series by age and step; findings, suspects that have ended with their alerts, spent sessions, boots that nobody heard for
 * longer than all of it. A series store that is away keeps nothing else from being forgotten.
 */
export async function retain({ state, series, keep, now, failed }: RetentionParts): Promise<void> {
  await series.retain(now(), keep).catch(failed);
  const before = now() - keep.findingDays * DAY_MS;
  // Longer than anything that a message could have left behind is kept.
  const longest = Math.max(keep.findingDays, keep.hourDays, keep.fiveMinuteDays, keep.rawHours / 24) * DAY_MS;
  await state.transaction(async (db) => {
    await forgetRanges(db, now() - longest);
    await db.deleteFrom("finding_log").where("received_at", "<", before).execute();
    await db.deleteFrom("sessions").where("expires_at", "<", now()).execute();
    const gone = db
      .selectFrom("suspects")
      .select("suspect_id")
      .where("state", "=", "ended")
      .where("last_heard_at", "<", before);
    for (const table of ["findings", "suspect_transmitters", "watch_entries", "decisions", "alerts"] as const) {
      await db.deleteFrom(table).where("suspect_id", "in", gone).execute();
    }
    await db.deleteFrom("suspects").where("suspect_id", "in", gone).execute();
  });
}
