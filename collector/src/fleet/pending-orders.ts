import { CONTRACT_MAJOR, type Command, type Orders } from "@probewarden/contract";
import { groupBy } from "../group-by.ts";
import type { StateStore } from "../store/state/open-state.ts";

/** What one sensor is told of commands. */
export interface SensorOrders {
  /** Whose commands it takes, and how it is to be set. */
  orders: Orders;
  /** Commands that it has not answered and that still hold, the earliest first. It does each once, however often it comes. */
  pending: Command[];
}

/** What each of these sensors is told, read once for all of them: a thousand may come back at once. */
export async function readOrders(
  { db }: StateStore,
  key: string,
  sensorIds: readonly string[],
  now: number,
): Promise<(sensorId: string) => SensorOrders> {
  if (sensorIds.length === 0) return () => ({ orders: { v: CONTRACT_MAJOR, key }, pending: [] });
  const settings = await db
    .selectFrom("sensor_settings")
    .select(["sensor_id", "command"])
    .where("sensor_id", "in", sensorIds)
    .execute();
  const commands = await db
    .selectFrom("sensor_commands")
    .select(["sensor_id", "command"])
    .where("sensor_id", "in", sensorIds)
    .where("answered_at", "is", null)
    .where("expires_at", ">", now)
    .orderBy("issued_at")
    .execute();
  const wanted = new Map(settings.map(({ sensor_id: id, command }) => [id, command]));
  const pending = groupBy(commands, ({ sensor_id: id }) => id);
  return (sensorId) => {
    const command = wanted.get(sensorId);
    return {
      orders: { v: CONTRACT_MAJOR, key, ...(command == null ? {} : { settings: JSON.parse(command) as Command }) },
      pending: (pending.get(sensorId) ?? []).map((row) => JSON.parse(row.command) as Command),
    };
  };
}
