import type { Transaction } from "kysely";
import type { Boot } from "../sensors/message-order.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Ranges that are remembered of one sensor. A month's outage leaves some ten thousand; a sensor that starts anew every minute, half a million a year. */
export const MOST_RANGES = 100_000;
/**
 * Deletes the record of which message numbers were received: of boots last heard before an instant, and of a sensor with more than
 * `most` ranges also of the boots heard longest ago, lowest numbers first.
 *
 * That cannot make a message count twice. A sensor may send one again long afterwards, when its acknowledgement was lost and it was then
 * switched off for months. The message is then processed as a new one, and changes nothing: a finding and a camera remember the boot and
 * the number of their latest message, and a level is known by sensor, minute and transmitter. What else it left behind is older than what
 * is retained. A missing number is never marked as received to save space: a message that comes late would then be thrown away. Returns how
 * many ranges went.
 */
export async function forgetRanges(trx: Transaction<StateTables>, before: number, most = MOST_RANGES): Promise<number> {
  let gone = 0;
  const old = await trx.selectFrom("boots").select(["sensor_id", "boot_id"]).where("heard_at", "<", before).execute();
  for (const boot of old) gone += await forgetBoot(trx, { sensorId: boot.sensor_id, bootId: boot.boot_id });
  const full = await trx
    .selectFrom("received")
    .select((select) => ["sensor_id", select.fn.countAll<number | bigint | string>().as("ranges")])
    .groupBy("sensor_id")
    .having((having) => having.fn.countAll(), ">", most)
    .execute();
  for (const { sensor_id, ranges } of full) {
    await forgetOldest(trx, sensor_id, Number(ranges) - most);
    gone += Number(ranges) - most;
  }
  return gone;
}

async function forgetBoot(trx: Transaction<StateTables>, { sensorId, bootId }: Boot): Promise<number> {
  const of = (table: "received" | "boots") =>
    trx.deleteFrom(table).where("sensor_id", "=", sensorId).where("boot_id", "=", bootId).executeTakeFirst();
  const { numDeletedRows } = await of("received");
  await of("boots");
  return Number(numDeletedRows);
}

async function forgetOldest(trx: Transaction<StateTables>, sensorId: string, tooMany: number): Promise<void> {
  const boots = await trx
    .selectFrom("boots")
    .select("boot_id")
    .where("sensor_id", "=", sensorId)
    .orderBy("heard_at")
    .execute();
  let left = tooMany;
  for (const { boot_id: bootId } of boots) {
    if (left <= 0) return;
    const ofBoot = trx.selectFrom("received").where("sensor_id", "=", sensorId).where("boot_id", "=", bootId);
    const { ranges } = await ofBoot
      .select((select) => select.fn.countAll<number | bigint | string>().as("ranges"))
      .executeTakeFirstOrThrow();
    if (Number(ranges) <= left) await forgetBoot(trx, { sensorId, bootId });
    else {
      const last = ofBoot
        .select("first_seq")
        .orderBy("first_seq")
        .offset(left - 1)
        .limit(1);
      await trx
        .deleteFrom("received")
        .where("sensor_id", "=", sensorId)
        .where("boot_id", "=", bootId)
        .where("first_seq", "<=", (await last.executeTakeFirstOrThrow()).first_seq)
        .execute();
    }
    left -= Number(ranges);
  }
}
