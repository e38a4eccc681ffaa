import type { Transaction } from "kysely";
import { isNewer } from "../sensors/message-order.ts";
import { isWellReport, majorOf } from "../sensors/sensor-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import type { Changes, Fresh } from "./changes.ts";
import type { ClockOffsets } from "./clock-offset.ts";
import type { Read } from "./read-message.ts";

/** By how much a collector may come late to a status that another has stored, in milliseconds. */
const LATE_MS = 60_000;

export type StatusRead = Extract<Read, { type: "status" }>;

/** Writes down that a sensor is there, was stopped, or has gone. */
export async function writeStatus(
  trx: Transaction<StateTables>,
  { sensor, status, major, received }: StatusRead,
  changes: Changes,
): Promise<void> {
  const state = status.state === "offline" && status.stopped === true ? "stopped" : status.state;
  // The broker keeps the last word of a version that the sensor no longer speaks; that it went is no news.
  if (status.state === "offline" && (await speaksAnother(trx, sensor.sensorId, major))) return;
  // A Will says that nothing came: it is no sign of life.
  const alive = status.state === "online" ? { last_message_at: received.receivedAt } : {};
  await trx
    .updateTable("sensors")
    .set({ contract_version: status.contractVersion, ...alive })
    .where("sensor_id", "=", sensor.sensorId)
    .execute();
  // The broker tells its retained status again at each connection of ours: since when it holds is what was heard first. And it tells every
  // collector: one that comes to it late must not put it over what another has heard since. A later time by more than that is a clock that was
  // set back.
  await trx
    .updateTable("sensors")
    .set({ status: state, status_at: received.receivedAt })
    .where("sensor_id", "=", sensor.sensorId)
    .where((where) => where.or([where("status", "is", null), where("status", "!=", state)]))
    .where((where) =>
      where.or([
        where("status_at", "is", null),
        where("status_at", "<=", received.receivedAt),
        where("status_at", ">", received.receivedAt + LATE_MS),
      ]),
    )
    .execute();
  changes.sensors.add(sensor.sensorId);
}

async function speaksAnother(trx: Transaction<StateTables>, sensorId: string, major: number): Promise<boolean> {
  const row = await trx
    .selectFrom("sensors")
    .select("contract_version")
    .where("sensor_id", "=", sensorId)
    .executeTakeFirst();
  const known = row?.contract_version ?? null;
  return known !== null && majorOf(known) !== major;
}

/** Writes down how a sensor is, by the latest of its reports in a batch, which stands first. */
export async function writeHealth(
  trx: Transaction<StateTables>,
  [{ message, received, order }, ...earlier]: [Fresh, ...Fresh[]],
  clocks: ClockOffsets,
  changes: Changes,
): Promise<void> {
  if (message.kind !== "health") return;
  const measured = clocks.measure(message, received.receivedAt);
  const offset = measured?.offset;
  // Nobody may have looked before the next one, which may be well again.
  const isWell = [message, ...earlier.map((each) => each.message)].every(
    (each) => each.kind !== "health" || isWellReport(each.body),
  );
  const anew = { turn_at: received.receivedAt };
  const update = trx
    .updateTable("sensors")
    .set({
      health: JSON.stringify(message.body),
      health_boot: order.bootId,
      health_seq: order.seq,
      contract_version: message.body.contractVersion,
      ...(offset === undefined ? {} : { clock_offset_ms: Math.round(offset) }),
      ...(isWell ? {} : anew),
    })
    .where("sensor_id", "=", message.sensorId);
  // The usual one: it follows another of its boot.
  const { numUpdatedRows } = await update
    .where("health_boot", "=", order.bootId)
    .where("health_seq", "<", order.seq)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) {
    const known = await trx
      .selectFrom("sensors")
      .select(["health_boot as boot_id", "health_seq as seq"])
      .where("sensor_id", "=", message.sensorId)
      .executeTakeFirst();
    if (known === undefined || !(await isNewer(trx, order, known))) return;
    // It was started anew, and was not there in between.
    await update.set(isWell ? anew : {}).execute();
  }
  if (measured !== undefined) clocks.keep(message.sensorId, measured);
  changes.sensors.add(message.sensorId);
}
