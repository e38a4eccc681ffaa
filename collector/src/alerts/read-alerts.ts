import type { Alert, Band, Suspicion } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";

/** Which alerts to read. Absent: all. */
export interface AlertFilter {
  state?: "open" | "closed";
  alertIds?: readonly string[];
  limit?: number;
}

/** Alerts as the API shows them, latest opened first. */
export async function readAlerts(state: StateStore, filter: AlertFilter): Promise<Alert[]> {
  let query = state.db
    .selectFrom("alerts")
    .innerJoin("suspects", "suspects.suspect_id", "alerts.suspect_id")
    .selectAll("alerts")
    .select(["suspects.suspicion", "suspects.band"])
    .orderBy("alerts.opened_at", "desc")
    .limit(filter.limit ?? 1000);
  if (filter.state !== undefined) query = query.where("alerts.state", "=", filter.state);
  if (filter.alertIds !== undefined) query = query.where("alerts.alert_id", "in", filter.alertIds);
  const rows = await query.execute();
  return rows.map((row) => ({
    alertId: row.alert_id,
    venueId: row.venue_id,
    suspectId: row.suspect_id,
    suspicion: row.suspicion as Suspicion,
    band: row.band as Band,
    state: row.state as Alert["state"],
    openedAt: new Date(row.opened_at).toISOString(),
    ...(row.closed_at === null ? {} : { closedAt: new Date(row.closed_at).toISOString() }),
    ...(row.closed_by === null ? {} : { closedBy: row.closed_by }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    delivery: row.delivery as Alert["delivery"],
  }));
}
