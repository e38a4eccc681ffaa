import type {
  Alert,
  AlertRaise,
  AlertStage,
  AlertStepName,
  AlertStepRow,
  Band,
  CameraCategory,
  CameraStep,
  Suspicion,
} from "@probewarden/contract";
import type { Selectable } from "kysely";
import type { StateReader } from "../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";
import type { StateTables } from "../store/state/tables.ts";
import { lifeOf } from "./alert-rows.ts";
import { filtered, type AlertFilter } from "./inbox-filter.ts";

/** Which alerts of the list. */
export interface AlertPageFilter extends AlertFilter {
  /** Only what comes after this `next` of an earlier page. */
  after?: string;
  limit?: number;
}

const LIST = "alerts";
const USUAL_ROWS = 1_000;
const ORDER = [
  ["need", "rank"],
  ["raised_at", "instant"],
  ["alert_id", "text"],
] as const satisfies Order;

/** Alerts as the API shows them: what needs a person first, within it the latest. */
export const readAlerts = async (state: StateReader, filter: AlertPageFilter): Promise<Alert[]> =>
  (await readAlertPage(state, filter)).items;

/**
 * The same, with the cursor of the next page.
 * @throws CursorError
 */
export async function readAlertPage({ db }: StateReader, filter: AlertPageFilter): Promise<Page<Alert>> {
  if (filter.alertIds?.length === 0) return { items: [], next: undefined };
  const limit = filter.limit ?? USUAL_ROWS;
  let query = filtered(db.selectFrom("alerts").selectAll(), filter)
    .orderBy("need", "desc")
    .orderBy("raised_at", "desc")
    .orderBy("alert_id", "desc")
    .limit(limit + 1);
  if (filter.after !== undefined) query = query.where(isBehind(LIST, ORDER, filter.after, "desc"));
  const { items, next } = pageOf(LIST, await query.execute(), limit, (row) => [row.need, row.raised_at, row.alert_id]);
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

/** Lines of an alert's record that are read at most. */
const MOST_LINES = 200;

/** What was done with an alert and what happened to it, the latest first; only what came after a revision where one is given. */
export async function readAlertSteps(
  { db }: StateReader,
  alertId: string,
  { since = 0, most = MOST_LINES }: { since?: number; most?: number } = {},
): Promise<AlertStepRow[]> {
  const rows = await db
    .selectFrom("alert_steps")
    .selectAll()
    .where("alert_id", "=", alertId)
    .where("revision", ">", since)
    .orderBy("revision", "desc")
    .limit(most)
    .execute();
  return rows.map(asStep);
}

function asStep(row: Selectable<StateTables["alert_steps"]>): AlertStepRow {
  const said = JSON.parse(row.body) as {
    assignee?: string;
    dueAt?: number;
    until?: number;
    document?: string;
    reason?: string;
    reasons?: AlertRaise[];
  };
  const { assignee, document, reason, reasons } = said;
  return {
    revision: row.revision,
    step: row.step as AlertStepName,
    at: instant(row.at),
    stage: row.stage as AlertStage,
    ...(row.by === null ? {} : { by: row.by }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(said.dueAt === undefined ? {} : { dueAt: instant(said.dueAt) }),
    ...(said.until === undefined ? {} : { until: instant(said.until) }),
    ...(document === undefined ? {} : { document }),
    ...(reason === undefined ? {} : { reason }),
    ...(reasons === undefined ? {} : { reasons }),
    ...(row.superseded_by === null ? {} : { undone: true }),
  };
}

type Row = Omit<Selectable<StateTables["alerts"]>, "band">;

const instant = (ms: number): string => new Date(ms).toISOString();

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

function ofEvery(row: Row): Omit<Alert, "suspectId" | "suspicion" | "band" | "camera"> {
  const life = lifeOf(row);
  return {
    alertId: row.alert_id,
    venueId: row.venue_id,
    ...(row.kind === null ? {} : { kind: row.kind }),
    state: row.state as Alert["state"],
    stage: life.stage,
    revision: row.revision,
    openedAt: instant(row.opened_at),
    raisedAt: instant(row.raised_at),
    changedAt: instant(row.changed_at),
    ...(row.changed_by === null ? {} : { changedBy: row.changed_by }),
    ...(life.endedAt === undefined ? {} : { endedAt: instant(life.endedAt) }),
    ...(life.by === undefined ? {} : { stepBy: life.by }),
    ...(life.at === undefined ? {} : { stepAt: instant(life.at) }),
    ...(life.assignee === undefined ? {} : { assignee: life.assignee }),
    ...(life.dueAt === undefined ? {} : { dueAt: instant(life.dueAt) }),
    ...(life.overdueAt === undefined ? {} : { overdue: true }),
    ...(life.snoozedUntil === undefined ? {} : { snoozedUntil: instant(life.snoozedUntil) }),
    ...(life.document === undefined ? {} : { document: life.document }),
    ...(life.until === undefined ? {} : { authorisedUntil: instant(life.until) }),
    ...(life.raised === undefined ? {} : { raised: { at: instant(life.raised.at), reasons: life.raised.reasons } }),
    ...(row.closed_at === null ? {} : { closedAt: instant(row.closed_at) }),
    ...(row.closed_by === null ? {} : { closedBy: row.closed_by }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    delivery: row.delivery as Alert["delivery"],
  };
}
