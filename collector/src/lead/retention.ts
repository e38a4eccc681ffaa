import { Cron } from "croner";
import { forgetReminders } from "../alerts/notify/queue/reminders.ts";
import { noteDeletion } from "../health/deletions.ts";
import { forgetRanges } from "../intake/forget-ranges.ts";
import { forgetChanges } from "../suspects/note-change.ts";
import { forgetSpans } from "../suspects/note-spans.ts";
import { retainWords } from "../cameras/retain-words.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { CollectorConfig } from "../main/config.ts";
import { MOST_ROWS } from "./most-rows.ts";
import { retainExcerpts } from "../excerpts/retain-excerpts.ts";
import { retainNewcomers } from "../newcomers/retain-newcomers.ts";
import { retainAudit } from "../people/retain-audit.ts";
import { retainRows } from "./retain-rows.ts";
import { retainSuspects } from "./retain-suspects.ts";

/** Every hour, off the full hour, at which everything else begins. */
const HOURLY = "17 * * * *";
const DAY_MS = 24 * 3_600_000;

export interface RetentionParts {
  state: StateStore;
  series: SeriesStore;
  keep: CollectorConfig["retention"];
  now: () => number;
  failed: (error: unknown) => void;
  /** Other bounds, for tests. */
  most?: Readonly<Record<keyof typeof MOST_ROWS, number>>;
  /** Whether what is old may be deleted now; not after the clock has jumped, for nobody knows then what is old. */
  mayForget: () => boolean;
}

/** Forgets what is older than the configuration keeps, once an hour. Returns how to stop it. */
export function startRetention(parts: RetentionParts): () => void {
  const job = new Cron(HOURLY, { protect: true, catch: parts.failed }, () => retain(parts));
  return () => job.stop();
}

/**
 * One round, in pieces so that nobody waits for long: levels by age and step; findings, and suspects that have ended or that nobody could hear
 * for so long, with their alerts and history; what is over of everything else; boots that nobody heard for longer than all of it. What a
 * person decided is kept for good. What fails, or a store that is away, keeps nothing else from being forgotten. What went is written down.
 */
export async function retain(parts: RetentionParts): Promise<void> {
  const { state, keep, failed, mayForget, most = MOST_ROWS } = parts;
  if (!mayForget()) return;
  const now = parts.now();
  const ago = (days: number): number => now - days * DAY_MS;
  const step = (work: Promise<unknown>): Promise<void> => work.then(() => undefined, failed);

  await step(retainLevels(parts, now));
  const before = ago(keep.findingDays);
  for (const { venue_id: venueId } of await state.db
    .selectFrom("venues")
    .select("venue_id")
    .orderBy("venue_id")
    .execute())
    await step(retainSuspects(state, { venueId, before, most: most.suspects }, now));
  await step(retainNewcomers(state, { before, most: most.newcomers }, now));
  await step(retainExcerpts(state, { before, most: most.excerpts }, now));
  for (const table of [
    { kind: "suspect-changes", table: "suspect_changes", at: "at", before },
    { kind: "suspect-changes", table: "suspect_spans", at: "until_at", before, most: most.spans },
    { kind: "alerts", table: "alerts", at: "over_at", before: ago(keep.alertDays), most: most.alerts },
    { kind: "outages", table: "maintenance", at: "until_at", before: ago(keep.outageDays), most: most.outages },
    { kind: "outages", table: "outages", at: "over_at", before: ago(keep.outageDays), most: most.outages },
    {
      kind: "cameras",
      table: "cameras",
      at: "last_seen_at",
      before: ago(keep.cameraDays),
      most: most.cameras,
      spared: ["decision", "on_site"],
    },
    { kind: "notices", table: "notices", at: "done_at", before: ago(keep.alertDays), most: most.notices },
    { kind: "commands", table: "sensor_commands", at: "issued_at", before, most: most.commands },
    { kind: "rollouts", table: "rollouts", at: "over_at", before, most: most.rollouts },
    { kind: "dead-letters", table: "dead_letters", at: "received_at", before },
    { kind: "sessions", table: "sessions", at: "expires_at", before: now },
    { kind: "deletions", table: "deletions", at: "at", before: ago(keep.deletionDays), most: most.deletions },
  ] as const)
    await step(retainRows(state, table, now));
  await step(forgetReminders(state));
  await step(retainAudit(state, { before: ago(keep.auditDays), most: most.audit }, now));
  await step(retainWords(state, ago(keep.cameraDays), now));
  // Longer than anything that a message could have left behind is kept.
  const longest = ago(Math.max(keep.findingDays, keep.hourDays, keep.fiveMinuteDays, keep.rawHours / 24));
  const limit = { at: now, until: now, rule: "limit" } as const;
  await step(
    state.transaction(async (trx) => {
      await noteDeletion(trx, {
        ...limit,
        kind: "suspect-changes",
        rows: (await forgetChanges(trx)) + (await forgetSpans(trx)),
      });
      await noteDeletion(trx, {
        ...limit,
        kind: "received",
        rows: await forgetRanges(trx, longest),
        until: longest,
        rule: "age",
      });
    }),
  );
}

/** Levels and counts are in another store, so they are written down when they have gone. */
async function retainLevels({ state, series, keep }: RetentionParts, now: number): Promise<void> {
  const rows = await series.retain(now, keep);
  const until = now - keep.rawHours * 3_600_000;
  await state.transaction((trx) => noteDeletion(trx, { at: now, kind: "levels", rows, until, rule: "age" }));
}
