import type { SensorReasonCode, SensorRefusal, SensorRefusalCode } from "@probewarden/contract";
import { sql } from "kysely";
import type { StateReader, StateStore } from "../store/state/open-state.ts";

/** How long after the last refusal a sensor's row says so. */
export const SHOWN_MS = 15 * 60_000;
/** Counting begins anew when nothing was refused for so long. */
const ANEW_MS = 24 * 3_600_000;

/** Adds refusals of sensors that are known and not removed; returns these. One statement each, so that collectors never wait for each other in turn. */
export async function storeRefusals(
  { db }: StateStore,
  refusals: ReadonlyMap<string, ReadonlyMap<SensorRefusalCode, number>>,
  now: number,
): Promise<string[]> {
  const known: string[] = [];
  for (const [sensor_id, reasons] of refusals) {
    const sensor = await db
      .selectFrom("sensors")
      .select("sensor_id")
      .where("sensor_id", "=", sensor_id)
      .where("retired_at", "is", null)
      .executeTakeFirst();
    if (sensor === undefined) continue;
    known.push(sensor_id);
    for (const [reason, count] of reasons)
      await db
        .insertInto("sensor_refusals")
        .values({ sensor_id, reason, count, first_at: now, last_at: now })
        .onConflict((conflict) =>
          conflict.columns(["sensor_id", "reason"]).doUpdateSet({
            count: sql<number>`case when sensor_refusals.last_at < ${now - ANEW_MS} then 0 else sensor_refusals.count end + excluded.count`,
            first_at: sql<number>`case when sensor_refusals.last_at < ${now - ANEW_MS} then excluded.first_at else sensor_refusals.first_at end`,
            last_at: now,
          }),
        )
        .execute();
  }
  return known;
}

/** What was refused to these sensors in the last quarter of an hour, by sensor; the latest first. */
export async function readRefusals(
  { db }: StateReader,
  sensorIds: readonly string[],
  now: number,
): Promise<Map<string, SensorRefusal[]>> {
  const refusals = new Map<string, SensorRefusal[]>();
  if (sensorIds.length === 0) return refusals;
  const query = db
    .selectFrom("sensor_refusals")
    .selectAll()
    .where("sensor_id", "in", sensorIds)
    .where("last_at", ">=", now - SHOWN_MS)
    .orderBy("last_at", "desc")
    .orderBy("reason");
  for (const row of await query.execute()) {
    const ofSensor = refusals.get(row.sensor_id) ?? [];
    refusals.set(row.sensor_id, ofSensor);
    ofSensor.push({
      reason: row.reason,
      count: Number(row.count),
      since: new Date(Number(row.first_at)).toISOString(),
      lastAt: new Date(Number(row.last_at)).toISOString(),
    });
  }
  return refusals;
}

/** What a refusal says of the sensor, in the words of its row. */
const REASONS: Readonly<Record<SensorRefusalCode, SensorReasonCode>> = {
  "other-identity": "claims-another-identity",
  "too-large": "sends-unreadable",
  "not-mqtt": "sends-unreadable",
  "qos-2": "sends-unreadable",
  "too-deep": "sends-unreadable",
  json: "sends-unreadable",
  schema: "sends-unreadable",
  "wrong-password": "wrong-password",
  "signs-in-too-often": "over-limits",
  "too-fast": "over-limits",
  "over-octets": "over-limits",
  "over-messages": "over-limits",
  "over-rows": "over-limits",
  "over-findings": "over-limits",
  "over-suspects": "over-limits",
  "over-cameras": "over-limits",
  "over-newcomers": "over-limits",
  "excerpt-form": "sends-unreadable",
  "excerpt-unnamed": "sends-unreadable",
  "over-pieces": "over-limits",
  "no-such-piece": "over-limits",
  "out-of-time": "over-limits",
};

/** Reasons for a sensor's row; of a newer collector's refusals, which are not known here, none. */
export const reasonsOf = (refusals: readonly SensorRefusal[]): SensorReasonCode[] => [
  ...new Set(
    refusals.flatMap(({ reason }) => (Object.hasOwn(REASONS, reason) ? [REASONS[reason as SensorRefusalCode]] : [])),
  ),
];
