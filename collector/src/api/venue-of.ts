import type { Kysely } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** What an address may name, and where the store keeps the venue of it. */
export const VENUE_OF = {
  venueId: ["venues", "venue_id"],
  suspectId: ["suspects", "suspect_id"],
  cameraId: ["cameras", "camera_id"],
  alertId: ["alerts", "alert_id"],
  sensorId: ["sensors", "sensor_id"],
  newcomerId: ["newcomers", "newcomer_id"],
  windowId: ["maintenance", "window_id"],
  packageId: ["evidence_packages", "package_id"],
  rolloutId: ["rollouts", "rollout_id"],
  approvalId: ["approvals", "approval_id"],
} as const;

/** Venue of what an address names; undefined when there is no such thing. */
export async function venueOf(db: Kysely<StateTables>, name: string, id: string): Promise<string | undefined> {
  const kept = Object.entries(VENUE_OF).find(([known]) => known === name)?.[1];
  if (kept === undefined) return undefined;
  const [table, key] = kept;
  const row = await db
    .selectFrom(table)
    .select("venue_id")
    .where(key as never, "=", id as never)
    .executeTakeFirst();
  return row?.venue_id;
}
