import type { DeletionKind } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { askToForget } from "../broker/clearances.ts";
import { noteDeletion } from "../health/deletions.ts";
import { residentsSetting } from "../intake/downlink.ts";
import { audit } from "../people/audit.ts";
import { removeFits } from "../store/calibrations.ts";
import { removeDrawings } from "../store/drawings.ts";
import { removeWalks } from "../store/walks.ts";
import { removePhoto } from "../sensors/setup/photos.ts";
import { removeDecisionFiles } from "../store/decision-files.ts";
import { removePlans } from "../store/plans.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { removeSetting } from "../store/state/settings.ts";
import type { StateTables } from "../store/state/tables.ts";
import { askToEraseVenue } from "../suspects/erase-levels.ts";

/** What hangs on a venue, for whoever is about to remove it. */
export interface VenueHoldings {
  /** Sensors that may speak, by id. */
  sensors: string[];
  suspects: number;
  alerts: number;
  cameras: number;
}

/** What hangs on a venue; undefined where there is none of that id. */
export async function readHoldings(
  { db }: Pick<StateStore, "db">,
  venueId: string,
): Promise<VenueHoldings | undefined> {
  const venue = await db.selectFrom("venues").select("venue_id").where("venue_id", "=", venueId).executeTakeFirst();
  if (venue === undefined) return undefined;
  const sensors = await db
    .selectFrom("sensors")
    .select("sensor_id")
    .where("venue_id", "=", venueId)
    .where("retired_at", "is", null)
    .orderBy("sensor_id")
    .execute();
  const count = async (table: "suspects" | "alerts" | "cameras"): Promise<number> => {
    const row = await db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as("n"))
      .where("venue_id", "=", venueId)
      .executeTakeFirstOrThrow();
    return Number(row.n);
  };
  return {
    sensors: sensors.map((row) => row.sensor_id),
    suspects: await count("suspects"),
    alerts: await count("alerts"),
    cameras: await count("cameras"),
  };
}

/** What goes by the suspect that it is of, and how the log of deletions calls it. */
const BY_SUSPECT = [
  ["suspect_changes", "suspect-changes"],
  ["decisions", "decisions"],
  ["suspect_hearings", undefined],
] as const;
/** What names its venue. Findings before suspects: they refer to them. */
const BY_VENUE = [
  ["frame_excerpt_addresses", undefined],
  ["frame_excerpts", "excerpts"],
  ["finding_transmitters", undefined],
  ["findings", "findings"],
  ["suspect_transmitters", undefined],
  ["suspect_targets", undefined],
  ["suspect_shares", undefined],
  ["watch_entries", undefined],
  ["alerts", "alerts"],
  ["outages", "outages"],
  ["maintenance", undefined],
  ["evidence_packages", undefined],
  ["approvals", undefined],
  ["camera_words", undefined],
  ["cameras", "cameras"],
  ["newcomer_stays", undefined],
  ["newcomers", "newcomers"],
  ["suspects", "suspects"],
  ["suspect_spans", "suspect-changes"],
  ["series_erasures", undefined],
  ["site_codes", undefined],
  ["sensor_commands", "commands"],
  ["sensor_settings", undefined],
  ["rollouts", "rollouts"],
] as const;
/** What goes by the sensor that it is of. */
const BY_SENSOR = [
  ["received", "received"],
  ["frame_excerpt_findings", undefined],
  ["boots", undefined],
  ["sensor_refusals", undefined],
  ["sensor_setups", undefined],
  ["sensor_boxes", undefined],
] as const;

/**
 * Removes a venue with all that hangs on it, in one transaction: sensors and their logins, suspects with findings, history, decisions and
 * alerts, cameras, plans. Its levels are in another store, so they are written down to be erased. The log of deletions says how many rows
 * went, the audit that somebody did it.
 */
export async function removeVenue(state: StateStore, venueId: string, by: string, at: number): Promise<void> {
  await state.inVenue(venueId, async (trx) => {
    const gone = (kind: DeletionKind | undefined, rows: bigint): Promise<unknown> =>
      kind === undefined ? Promise.resolve() : noteDeletion(trx, { at, kind, rows, until: at, rule: "removed" });
    for (const [table, kind] of BY_SUSPECT) {
      const removal = trx.deleteFrom(table).where("suspect_id", "in", suspectsOf(trx, venueId));
      await gone(kind, (await removal.executeTakeFirst()).numDeletedRows);
    }
    const records = trx
      .deleteFrom("camera_records")
      .where("camera_id", "in", trx.selectFrom("cameras").select("camera_id").where("venue_id", "=", venueId));
    await gone("decisions", (await records.executeTakeFirst()).numDeletedRows);
    for (const [table, kind] of BY_VENUE) {
      const removal = trx.deleteFrom(table).where("venue_id", "=", venueId);
      await gone(kind, (await removal.executeTakeFirst()).numDeletedRows);
    }
    const sensors = await trx.selectFrom("sensors").select("sensor_id").where("venue_id", "=", venueId).execute();
    for (const { sensor_id } of sensors) {
      await askToForget(trx, { venueId, sensorId: sensor_id }, at);
      await removePhoto(trx, sensor_id);
      for (const [table, kind] of BY_SENSOR) {
        const removal = trx.deleteFrom(table).where("sensor_id", "=", sensor_id);
        await gone(kind, (await removal.executeTakeFirst()).numDeletedRows);
      }
    }
    await askToForget(trx, { venueId }, at);
    await trx.deleteFrom("sensors").where("venue_id", "=", venueId).execute();
    await removePlans(trx, venueId);
    await removeDecisionFiles(trx, venueId);
    await removeDrawings(trx, venueId);
    await removeFits(trx, venueId);
    await removeWalks(trx, venueId);
    await removeSetting(trx, residentsSetting(venueId));
    await trx.deleteFrom("venues").where("venue_id", "=", venueId).execute();
    await askToEraseVenue(trx, venueId, at);
    await audit(trx, { at, by, action: "venue-removed", subject: venueId });
  });
  // Nothing of it may stay in a write-ahead log.
  await state.settleErased();
}

const suspectsOf = (trx: Transaction<StateTables>, venueId: string) =>
  trx.selectFrom("suspects").select("suspect_id").where("venue_id", "=", venueId);
