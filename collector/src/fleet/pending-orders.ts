import { CONTRACT_MAJOR, type Command, type Orders } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";

/** Whose commands a sensor takes, and how it is to be set. */
export async function ordersOf({ db }: StateStore, key: string, sensorId: string): Promise<Orders> {
  const row = await db
    .selectFrom("sensor_settings")
    .select("command")
    .where("sensor_id", "=", sensorId)
    .executeTakeFirst();
  const settings = row?.command == null ? {} : { settings: JSON.parse(row.command) as Command };
  return { v: CONTRACT_MAJOR, key, ...settings };
}

/** Commands that a sensor has not answered and that still hold, the earliest first. It does each once, however often it comes. */
export async function pendingCommands({ db }: StateStore, sensorId: string, now: number): Promise<Command[]> {
  const rows = await db
    .selectFrom("sensor_commands")
    .select("command")
    .where("sensor_id", "=", sensorId)
    .where("answered_at", "is", null)
    .where("expires_at", ">", now)
    .orderBy("issued_at")
    .execute();
  return rows.map((row) => JSON.parse(row.command) as Command);
}
