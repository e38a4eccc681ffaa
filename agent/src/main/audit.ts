import { once } from "node:events";
import { join } from "node:path";
import { readOutbox } from "../uplink/outbox-database.ts";
import { loadConfig } from "./load-config.ts";
import { printableJsonText } from "./printable.ts";

/** Prints exactly what this sensor has made and will still send: one JSON object a line, as it goes over MQTT but for what a terminal would obey, which is escaped. */
export async function audit(file: string): Promise<void> {
  const config = loadConfig(file, process.env);
  let isEmpty = true;
  for (const { payload, aside } of readOutbox(join(config.dataDir, "outbox"))) {
    if (aside !== undefined) continue;
    isEmpty = false;
    if (!process.stdout.write(`${printableJsonText(payload)}\n`)) await once(process.stdout, "drain");
  }
  if (isEmpty) process.stderr.write("nothing waits to be sent\n");
}
