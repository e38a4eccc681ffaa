import type { Alert, Band, CameraCategory, CameraStep, Suspicion } from "@probewarden/contract";
import { sql, type Selectable } from "kysely";
import type { StateReader } from "../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";
import { ALERT_NEED } from "../store/state/need.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Which alerts to read. Absent: all. */
export interface AlertFilter {
  state?: "open" | "closed";
  venueId?: string;
  alertIds?: readonly string[];
  /** Only what comes after this `next` of an earlier page. */
  after?: string;
  limit?: number;
}

const LIST = "alerts";
const USUAL_ROWS = 1_000;
const ORDER = [
  [ALERT_NEED, "rank"],
  ["opened_at", "instant"],
  ["alert_id", "text"],
] as const satisfies Order;

/** Alerts as the API shows them: open ones first, the heaviest band first, within it the latest opened. */
export const readAlerts = async (state: StateReader, filter: AlertFilter): Promise<Alert[]> =>
  (await readAlertPage(state, filter)).items;

/**
 * The same, with the cursor of the next page.
 * @throws CursorError
 */
export async function readAlertPage({ db }: StateReader, filter: AlertFilter): Promise<Page<Alert>> {
  if (filter.alertIds?.length === 0) return { items: [], next: undefined };
  const limit = filter.limit ?? USUAL_ROWS;
  const need = sql<number>`${sql.raw(ALERT_NEED)}`;
  let query = db
    .selectFrom("alerts")
    .selectAll()
    .select(need.as("need"))
    .orderBy(need, "desc")
    .orderBy("opened_at", "desc")
    .orderBy("alert_id", "desc")
    .limit(limit + 1);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (filter.venueId !== undefined) query = query.where("venue_id", "=", filter.venueId);
  if (filter.alertIds !== undefined) query = query.where("alert_id", "in", filter.alertIds);
  if (filter.after !== undefined) query = query.where(isBehind(LIST, ORDER, filter.after, "desc"));
  const { items, next } = pageOf(LIST, await query.execute(), limit, (row) => [
    Number(row.need),
    row.opened_at,
    row.alert_id,
  ]);
  const about = new Map(
    items.length === 0
      ? []
      : (
          await db
            .selectFrom("suspects")
            .select(["suspect_id", "suspicion", "band"])
            .where("suspect_id", "in", [...new Set(items.map((row) => row.suspect_id))])
            .execute()
        ).map((row) => [row.suspect_id, row]),
  );
  return {
    items: items.flatMap((row) => {
      if (row.camera_id !== null) return [asCameraAlert(row, row.camera_id)];
      const suspect = about.get(row.suspect_id);
      return suspect === undefined ? [] : [asAlert(row, suspect)];
    }),
    next,
  };
}

type Row = Omit<Selectable<StateTables["alerts"]>, "band">;

const asAlert = (row: Row, suspect: { suspicion: string; band: string }): Alert => ({
  ...ofEvery(row),
  suspectId: row.suspect_id,
  suspicion: suspect.suspicion as Suspicion,
  band: suspect.band as Band,
});

const asCameraAlert = (row: Row, cameraId: string): Alert => ({
  ...ofEvery(row),
  camera: {
    cameraId,
    category: row.category as CameraCategory,
    step: row.step as CameraStep,
    from: row.from_step as CameraStep,
  },
});

const ofEvery = (row: Row): Omit<Alert, "suspectId" | "suspicion" | "band" | "camera"> => ({
  alertId: row.alert_id,
  venueId: row.venue_id,
  state: row.state as Alert["state"],
  openedAt: new Date(row.opened_at).toISOString(),
  ...(row.closed_at === null ? {} : { closedAt: new Date(row.closed_at).toISOString() }),
  ...(row.closed_by === null ? {} : { closedBy: row.closed_by }),
  ...(row.reason === null ? {} : { reason: row.reason }),
  delivery: row.delivery as Alert["delivery"],
});
