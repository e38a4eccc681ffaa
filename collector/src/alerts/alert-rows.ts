import type { AlertStepName } from "@probewarden/contract";
import type { Selectable, Transaction, Updateable } from "kysely";
import { audit } from "../people/audit.ts";
import type { StateTables } from "../store/state/tables.ts";
import {
  happened,
  isOpen,
  needOf,
  NEW_LIFE,
  stepped,
  wakesAt,
  type AlertEvent,
  type Life,
  type MachineEvent,
} from "./alert-life.ts";

export type AlertRow = Selectable<StateTables["alerts"]>;

/**
 * Lines of one alert's record that are kept: what somebody does with an alert in years, and a box that comes and goes every day of them. The
 * first line stays, and what nobody did goes before what a person did; that also stands in the audit.
 */
export const MOST_STEPS = 1_000;

/** What a row of the record says of its step, beside who and when. */
type Said = Record<string, unknown>;

/** How the alert stands. */
export const lifeOf = (row: Pick<AlertRow, "life">): Life => JSON.parse(row.life) as Life;

/** The columns that follow from a life. */
export function columnsOf(life: Life, { band, camera_id }: Pick<AlertRow, "band" | "camera_id">) {
  const settled = !isOpen(life);
  // One that is to open again at a time is not over, whatever became of its suspect.
  const isOver = settled && life.until === undefined && (camera_id !== null || life.endedAt !== undefined);
  return {
    life: JSON.stringify(life),
    stage: life.stage,
    state: settled ? "closed" : "open",
    need: needOf(life, band),
    assignee: life.assignee ?? null,
    wake_at: wakesAt(life) ?? null,
    closed_at: settled ? (life.at ?? null) : null,
    closed_by: settled ? (life.by ?? null) : null,
    reason: life.reason ?? null,
    over_at: isOver ? Math.max(life.at ?? 0, life.endedAt ?? 0) : null,
  };
}

/**
 * The columns of an alert that opens now; its record begins with {@link noteOpened}.
 * @param about the suspicion of its suspect, or `camera`
 */
export const newAlert = (at: number, band: string, about: string) => ({
  ...columnsOf(NEW_LIFE, { band, camera_id: null }),
  band,
  about,
  revision: 1,
  opened_at: at,
  raised_at: at,
  changed_at: at,
});

/** Begins the record of an alert. */
export async function noteOpened(trx: Transaction<StateTables>, alertId: string, at: number): Promise<void> {
  await note(trx, { alert_id: alertId, revision: 1, life: JSON.stringify(NEW_LIFE) }, NEW_LIFE, {
    step: "opened",
    by: null,
    at,
    said: {},
  });
}

/** Writes a person's step down: how the alert stands after it, a row of its record, and a line of the audit. */
export async function writeStep(
  trx: Transaction<StateTables>,
  row: AlertRow,
  event: AlertEvent,
  also: Updateable<StateTables["alerts"]> = {},
): Promise<AlertRow> {
  const { step, by, at, ...said } = event;
  const next = stepped(lifeOf(row), event);
  await audit(trx, { at, by, action: `alert-${step}`, subject: row.alert_id });
  return write(trx, row, next, { step, by, at, said }, also);
}

/**
 * Writes down what happened to an alert. Where it is open again people are told again: it stands by its new time, and waits to be told.
 * @returns the row as it is now; undefined where nothing changed
 */
export async function writeHappening(
  trx: Transaction<StateTables>,
  row: AlertRow,
  event: MachineEvent,
  { delivery, ...also }: Updateable<StateTables["alerts"]> & { delivery: string },
): Promise<AlertRow | undefined> {
  const before = lifeOf(row);
  const next = happened(before, event);
  if (next === before) return undefined;
  const { step, at, ...said } = event;
  const again = isOpen(next) && !isOpen(before) ? { raised_at: at, delivery, spread_at: null } : {};
  return write(trx, row, next, { step, by: null, at, said }, { ...also, ...again });
}

/** Steps of an alert that are looked through for the last one of a person. */
const LOOKED_THROUGH = 200;

/**
 * Takes the last step of a person back: the alert stands as if it had not been, with all that happened since. The step stays in the record.
 * @returns the row as it is now, and which step that was; undefined where nobody has done anything that is not taken back already
 */
export async function writeUndo(
  trx: Transaction<StateTables>,
  row: AlertRow,
  { by, at }: { by: string; at: number },
): Promise<{ row: AlertRow; undone: AlertStepName } | undefined> {
  const steps = await trx
    .selectFrom("alert_steps")
    .selectAll()
    .where("alert_id", "=", row.alert_id)
    .orderBy("revision", "desc")
    .limit(LOOKED_THROUGH)
    .execute();
  const place = steps.findIndex((one) => one.by !== null && one.step !== "undo" && one.superseded_by === null);
  const last = steps[place];
  if (last === undefined) return undefined;
  const since = steps.slice(0, place).toReversed();
  const life = since
    .filter((one) => one.by === null)
    .reduce((before, one) => happened(before, asHappening(one)), JSON.parse(last.before) as Life);
  await trx
    .updateTable("alert_steps")
    .set({ superseded_by: row.revision + 1 })
    .where("alert_id", "=", row.alert_id)
    .where("revision", "=", last.revision)
    .execute();
  await audit(trx, { at, by, action: "alert-undo", subject: row.alert_id });
  const undone = last.step as AlertStepName;
  return { row: await write(trx, row, life, { step: "undo", by, at, said: { of: undone } }, {}), undone };
}

const asHappening = ({ step, at, body }: Selectable<StateTables["alert_steps"]>): MachineEvent =>
  ({ ...(JSON.parse(body) as Said), step, at }) as MachineEvent;

async function write(
  trx: Transaction<StateTables>,
  row: AlertRow,
  next: Life,
  what: { step: AlertStepName; by: string | null; at: number; said: Said },
  also: Updateable<StateTables["alerts"]>,
): Promise<AlertRow> {
  const revision = row.revision + 1;
  const band = also.band ?? row.band;
  const after = await trx
    .updateTable("alerts")
    .set({
      ...also,
      ...columnsOf(next, { band, camera_id: row.camera_id }),
      revision,
      changed_at: what.at,
      changed_by: what.by,
    })
    .where("alert_id", "=", row.alert_id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await note(trx, { ...row, revision }, next, what);
  return after;
}

const note = async (
  trx: Transaction<StateTables>,
  { alert_id, revision, life }: Pick<AlertRow, "alert_id" | "revision" | "life">,
  next: Life,
  { step, by, at, said }: { step: AlertStepName; by: string | null; at: number; said: Said },
): Promise<void> => {
  await trx
    .insertInto("alert_steps")
    .values({
      alert_id,
      revision,
      at,
      by,
      step,
      body: JSON.stringify(said),
      before: life,
      stage: next.stage,
      superseded_by: null,
    })
    .execute();
  if (revision > MOST_STEPS) await forgetOldSteps(trx, alert_id, revision);
};

/** Lets go what is more than {@link MOST_STEPS}, the oldest first, and nothing that an undo looks through. */
async function forgetOldSteps(trx: Transaction<StateTables>, alertId: string, latest: number): Promise<void> {
  const ofAlert = trx.selectFrom("alert_steps").where("alert_id", "=", alertId);
  const { n } = await ofAlert.select(({ fn }) => fn.countAll<number | string>().as("n")).executeTakeFirstOrThrow();
  const over = Number(n) - MOST_STEPS;
  if (over <= 0) return;
  const gone = await ofAlert
    .select("revision")
    .where("revision", ">", 1)
    .where("revision", "<=", latest - LOOKED_THROUGH)
    .orderBy((step) => step.case().when("by", "is", null).then(0).else(1).end())
    .orderBy("revision")
    .limit(over)
    .execute();
  await trx
    .deleteFrom("alert_steps")
    .where("alert_id", "=", alertId)
    .where(
      "revision",
      "in",
      gone.map(({ revision }) => revision),
    )
    .execute();
}
