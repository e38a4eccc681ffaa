import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import { lifeOf, writeHappening } from "./alert-rows.ts";
import type { AlertsParts } from "./alerts-parts.ts";
import { expireCameraDecision } from "../cameras/expire-decision.ts";

/** Alerts that are looked at in one round; what is left is looked at in the next. */
const AT_ONCE = 200;

/**
 * Looks at what is due: a snooze that is over, work that is not done in time, an authorisation that ran out. Any collector may look: the first
 * one that holds the alert's row writes it down.
 * @returns suspects whose authorisation ran out, to be looked at with all that they have
 */
export async function wakeDue({ state, now, notifier, changed }: AlertsParts): Promise<string[]> {
  const due = await state.db
    .selectFrom("alerts")
    .select(["alert_id", "venue_id"])
    .where("wake_at", "<=", now())
    .orderBy("wake_at")
    .limit(AT_ONCE)
    .execute();
  if (due.length === 0) return [];
  const delivery = (await notifier.wanted()) ? "waiting" : "none";
  const suspects = new Set<string>();
  for (const { alert_id, venue_id } of due) {
    const woke = await state.inVenue(venue_id, (trx) => wake(trx, alert_id, { now: now(), delivery }));
    if (woke === undefined) continue;
    if ("suspectId" in woke) suspects.add(woke.suspectId);
    else changed(alert_id);
    if ("told" in woke && delivery === "waiting") notifier.alertOpened();
  }
  return [...suspects];
}

async function wake(
  trx: Transaction<StateTables>,
  alertId: string,
  { now, delivery }: { now: number; delivery: string },
): Promise<{ suspectId: string } | { told: true } | { woke: true } | undefined> {
  const row = await trx.selectFrom("alerts").selectAll().where("alert_id", "=", alertId).executeTakeFirst();
  if (row === undefined || row.wake_at === null || row.wake_at > now) return undefined;
  if (row.stage === "authorised") {
    if (row.camera_id === null) return { suspectId: row.suspect_id };
    await expireCameraDecision(trx, row.camera_id, now);
    await writeHappening(trx, row, { step: "raised", reasons: ["expired"], at: now }, { delivery });
    return { told: true };
  }
  const step = lifeOf(row).snoozedUntil === undefined ? "overdue" : "woke";
  await writeHappening(trx, row, { step, at: now }, { delivery });
  return { woke: true };
}
