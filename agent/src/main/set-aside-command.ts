import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openOutboxDatabase, OUTBOX_FILE, readOutbox, unusable } from "../uplink/outbox-database.ts";
import { forgetSetAside } from "../uplink/set-aside.ts";
import { loadConfig } from "./load-config.ts";
import { printableJsonText } from "./printable.ts";

/**
 * Prints what can never be accepted, one JSON object a line: `reason` and the `message` as it was made. With `forget`, they are forgotten
 * when they have been printed; the sensor may run meanwhile.
 */
export async function setAside(file: string, forget: boolean): Promise<void> {
  const folder = join(loadConfig(file, process.env).dataDir, "outbox");
  let messages = 0;
  for (const { payload, aside } of readOutbox(folder)) {
    if (aside === undefined) continue;
    messages += 1;
    const line = `{"reason":${JSON.stringify(aside)},"message":${printableJsonText(payload)}}\n`;
    if (!process.stdout.write(line)) await once(process.stdout, "drain");
  }
  if (messages === 0) process.stderr.write("nothing is set aside\n");
  if (messages === 0 || !forget || !existsSync(join(folder, OUTBOX_FILE))) return;
  try {
    const database = openOutboxDatabase(folder);
    process.stderr.write(`${forgetSetAside(database)} forgotten\n`);
    database.close();
  } catch (error) {
    throw unusable(folder, error);
  }
}
