import type { Kysely } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** Whose retained messages the broker is to forget: a sensor's, or where none is named its venue's own. */
export interface Forgotten {
  venueId: string;
  sensorId?: string;
}

/** In the row of what is the venue's own. No sensor has this name. */
const NO_SENSOR = "";

/** Writes down that the broker is to forget what it keeps of somebody who was removed or moved away; a running collector tells it. */
export async function askToForget(
  db: Kysely<StateTables>,
  { venueId, sensorId }: Forgotten,
  at: number,
): Promise<void> {
  await db
    .insertInto("broker_clearances")
    .values({ venue_id: venueId, sensor_id: sensorId ?? NO_SENSOR, asked_at: at })
    .onConflict((conflict) => conflict.columns(["venue_id", "sensor_id"]).doUpdateSet({ asked_at: at }))
    .execute();
}

/** Takes the wish back, when it was done or somebody of that name is there again. */
export async function forgetNoMore(db: Kysely<StateTables>, { venueId, sensorId }: Forgotten): Promise<void> {
  await db
    .deleteFrom("broker_clearances")
    .where("venue_id", "=", venueId)
    .where("sensor_id", "=", sensorId ?? NO_SENSOR)
    .execute();
}

/** What the broker has yet to forget, the oldest wish first. */
export async function toForget(db: Kysely<StateTables>): Promise<Forgotten[]> {
  const rows = await db.selectFrom("broker_clearances").selectAll().orderBy("asked_at").limit(1_000).execute();
  return rows.map(({ venue_id: venueId, sensor_id: sensorId }) =>
    sensorId === NO_SENSOR ? { venueId } : { venueId, sensorId },
  );
}
