import type { Transaction } from "kysely";
import { readDecision } from "../suspects/decide.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Bands from which a person is told. */
export const TOLD_BANDS = ["suspected", "strong"];

/**
 * Alerts that may open in one venue for one band in so long. Whoever floods the air, or a sensor that lies, makes suspects by the thousand,
 * and nobody reads a thousand alerts: those of a flood would bury the one that counts. Each band has a budget of its own, so that many
 * weak ones keep no strong one back. A mall with a new box at every door stays below.
 */
const BUDGETS = [
  { withinMs: 60_000, alerts: 10 },
  { withinMs: 3_600_000, alerts: 60 },
] as const;

/** Whether one more alert may open in the venue for the band. */
export async function mayOpen(
  trx: Transaction<StateTables>,
  venueId: string,
  band: string,
  now: number,
): Promise<boolean> {
  for (const { withinMs, alerts } of BUDGETS) {
    const { count } = await trx
      .selectFrom("alerts")
      .innerJoin("suspects", "suspects.suspect_id", "alerts.suspect_id")
      .select((select) => select.fn.countAll<number>().as("count"))
      .where("alerts.venue_id", "=", venueId)
      .where("alerts.opened_at", ">", now - withinMs)
      .where("suspects.band", "=", band)
      .executeTakeFirstOrThrow();
    if (Number(count) >= alerts) return false;
  }
  return true;
}

/** Suspects that should have an alert and have none, the highest score first. */
export async function heldBack({ db }: StateStore): Promise<string[]> {
  const rows = await db
    .selectFrom("suspects")
    .select(["suspect_id", "decision", "reopened"])
    .where("state", "!=", "ended")
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
    )
    .orderBy("score_db", "desc")
    .orderBy("suspect_id")
    .execute();
  return rows.filter((row) => !readDecision(row).settled).map((row) => row.suspect_id);
}
