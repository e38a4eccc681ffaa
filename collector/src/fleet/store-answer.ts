import type { Message } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/**
 * Keeps what a sensor says became of a command, inside the caller's transaction: the first word of the sensor that it was given to, and
 * nothing else. Of settings the latest holds: a sensor whose card was changed takes them again. Returns whether anything was kept.
 */
export async function storeAnswer(
  trx: Transaction<StateTables>,
  message: Message,
  receivedAt: number,
): Promise<boolean> {
  if (message.kind !== "answer") return false;
  const { commandId } = message.body;
  const kept = { answered_at: receivedAt, answer: JSON.stringify(message.body) };
  const ofCommand = await trx
    .updateTable("sensor_commands")
    // A question names an address, which nobody needs any more.
    .set(message.body.name === "hear" ? { ...kept, command: "{}" } : kept)
    .where("command_id", "=", commandId)
    .where("sensor_id", "=", message.sensorId)
    .where("answered_at", "is", null)
    .executeTakeFirst();
  const ofSettings = await trx
    .updateTable("sensor_settings")
    .set(kept)
    .where("command_id", "=", commandId)
    .where("sensor_id", "=", message.sensorId)
    .executeTakeFirst();
  return ofCommand.numUpdatedRows + ofSettings.numUpdatedRows > 0n;
}
