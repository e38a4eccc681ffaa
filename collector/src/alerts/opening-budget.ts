import { BAND_FROM_DB } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { OPEN_STATES } from "../suspects/store-finding.ts";
import { need } from "../suspects/suspect-order.ts";

/** Bands from which a person is told. */
export const TOLD_BANDS = ["suspected", "strong"];

/**
 * Alerts that may open in one venue for one band in so long. Whoever floods the air, or a sensor that lies, makes suspects by the thousand,
 * and nobody reads a thousand alerts: those of a flood would bury the one that counts. Each band has a budget of its own, so that many
 * weak ones keep no strong one back. A mall with a new box at every door stays below.
 *
 * On one sensor's word at most `ofSensor` of them open; and `always` on each sensor's word even where others have used up what the venue has.
 */
const BUDGETS = [
  { withinMs: 60_000, venue: 10, ofSensor: 5, always: 2 },
  { withinMs: 3_600_000, venue: 60, ofSensor: 30, always: 6 },
] as const;

/**
 * Alerts of one venue and band that may wait for people at once. An alert never goes by itself, so that a flood that nobody looks at would grow
 * for ever; what is beyond is held back, counted and said like any other flood.
 */
export const MOST_OPEN = 2_000;

/** On whose word one more alert may open; null where nobody holds the suspect any more. */
export interface MayOpen {
  sensorId: string | null;
}

/**
 * Whether one more alert may open for the suspect, and on the word of which of the sensors that hold it to be what people are told of: of that
 * one on whose word the fewest have opened. So a sensor that lies about another's suspect uses up nothing of the other's.
 */
export async function mayOpen(
  trx: Transaction<StateTables>,
  suspect: { suspect_id: string; venue_id: string; band: string },
  now: number,
): Promise<MayOpen | undefined> {
  if (await isFull(trx, suspect.venue_id, suspect.band)) return undefined;
  const opened = await openedLately(trx, suspect.venue_id, now)
    .where("camera_id", "is", null)
    .where("band", "=", suspect.band)
    .execute();
  const holders = await trx
    .selectFrom("findings")
    .select("sensor_id")
    .distinct()
    .where("suspect_id", "=", suspect.suspect_id)
    .where("state", "in", OPEN_STATES)
    .where("score_db", ">=", BAND_FROM_DB.suspected)
    .execute();
  return room(
    opened,
    holders.map(({ sensor_id }) => sensor_id),
    now,
  );
}

/** The same for a camera on the word of the sensor that visited it; all alerts of cameras share one budget, which takes nothing of the suspects'. */
export async function mayOpenForCamera(
  trx: Transaction<StateTables>,
  { venueId, sensorId }: { venueId: string; sensorId: string },
  now: number,
): Promise<MayOpen | undefined> {
  if (await isFull(trx, venueId, undefined)) return undefined;
  const opened = await openedLately(trx, venueId, now).where("camera_id", "is not", null).execute();
  return room(opened, [sensorId], now);
}

/** Whether as many wait already as may; `band` undefined: those of cameras. */
async function isFull(trx: Transaction<StateTables>, venueId: string, band: string | undefined): Promise<boolean> {
  const open = trx
    .selectFrom("alerts")
    .select((select) => select.fn.countAll<number | string>().as("n"))
    .where("venue_id", "=", venueId)
    .where("need", ">", 0);
  const { n } = await (
    band === undefined
      ? open.where("camera_id", "is not", null)
      : open.where("camera_id", "is", null).where("band", "=", band)
  ).executeTakeFirstOrThrow();
  return Number(n) >= MOST_OPEN;
}

const openedLately = (trx: Transaction<StateTables>, venueId: string, now: number) =>
  trx
    .selectFrom("alerts")
    .select(["sensor_id as sensor", "raised_at as at"])
    .where("venue_id", "=", venueId)
    .where("raised_at", ">", now - Math.max(...BUDGETS.map(({ withinMs }) => withinMs)));

function room(
  opened: readonly { sensor: string | null; at: number }[],
  holders: readonly string[],
  now: number,
): MayOpen | undefined {
  const used = (within: number, sensor?: string): number =>
    opened.filter((alert) => alert.at > now - within && (sensor === undefined || alert.sensor === sensor)).length;
  const venueHasRoom = BUDGETS.every(({ withinMs, venue }) => used(withinMs) < venue);
  if (holders.length === 0) return venueHasRoom ? { sensorId: null } : undefined;
  const hour = BUDGETS[1].withinMs;
  const [least] = holders.toSorted((a, b) => used(hour, a) - used(hour, b) || (a < b ? -1 : 1));
  const has = (of: "ofSensor" | "always"): boolean =>
    BUDGETS.every((budget) => used(budget.withinMs, least) < budget[of]);
  return least !== undefined && (has("always") || (venueHasRoom && has("ofSensor"))) ? { sensorId: least } : undefined;
}

/** Suspects that should have an alert and have none. */
const withoutAlert = ({ db }: StateStore) =>
  db
    .selectFrom("suspects")
    .where("state", "!=", "ended")
    .where("settled", "=", 0)
    .where("band", "in", TOLD_BANDS)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("alerts")
            .select("alerts.alert_id")
            .whereRef("alerts.suspect_id", "=", "suspects.suspect_id")
            .where("alerts.over_at", "is", null),
        ),
      ),
    );

/** So many suspects that should have an alert and have none: what needs a person first, of that the highest score. */
export async function heldBack(state: StateStore, most: number): Promise<string[]> {
  const rows = await withoutAlert(state)
    .select("suspect_id")
    .orderBy(need(), "desc")
    .orderBy("score_db", "desc")
    .orderBy("suspect_id")
    .limit(most)
    .execute();
  return rows.map((row) => row.suspect_id);
}

/** How many suspects should have an alert and have none. */
export async function countHeldBack(state: StateStore): Promise<number> {
  const row = await withoutAlert(state)
    .select((select) => select.fn.countAll<number | string>().as("n"))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
