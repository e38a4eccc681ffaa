import { randomBytes } from "node:crypto";
import { resolve, join } from "node:path";
import { writeBrokerConfig } from "../../broker/broker-config.ts";
import { hashForMosquitto } from "../../broker/password.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";
import { makePrivateDir, writePrivateFile } from "../private-files.ts";

/** User name under which the collector signs in at an outside broker. */
const COLLECTOR_USER = "collector";

/** Writes mosquitto's configuration, access list and passwords for the sensors of now, and the collector's own password. */
export async function writeBrokerFiles(
  context: CommandContext,
  options: { config?: string; out: string },
): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const out = resolve(options.out);
  const password = randomBytes(24).toString("base64url");
  const sensors = await withState(config, (state) =>
    state.db
      .selectFrom("sensors")
      .select(["venue_id", "sensor_id", "mosquitto_hash"])
      .where("retired_at", "is", null)
      .execute(),
  );
  const { certFile, keyFile, caFile = join(config.dataDir, "ca.crt") } = config.mqtt;
  const files = writeBrokerConfig({
    listenHost: config.mqtt.host,
    listenPort: config.mqtt.port,
    ...(certFile === undefined || keyFile === undefined ? {} : { tls: { caFile, certFile, keyFile } }),
    aclFile: join(out, "acl"),
    passwordFile: join(out, "passwords"),
    collector: { username: COLLECTOR_USER, mosquittoHash: await hashForMosquitto(password) },
    sensors: sensors.map((row) => ({
      venueId: row.venue_id,
      sensorId: row.sensor_id,
      mosquittoHash: row.mosquitto_hash,
    })),
  });
  makePrivateDir(out);
  writePrivateFile(join(out, "mosquitto.conf"), files.config);
  writePrivateFile(join(out, "acl"), files.acl);
  writePrivateFile(join(out, "passwords"), files.passwords);
  writePrivateFile(join(out, "collector-password"), `${password}\n`);
  context.print(`Wrote ${out}/mosquitto.conf, acl, passwords, collector-password. Run: mosquitto -c ${out}/mosquitto.conf
They belong to this user, and mosquitto must be able to read them: run it as this user, or give them to its own (chown -R mosquitto: ${out})
Then in collector.yaml: mqtt: { embedded: false, url: "${certFile === undefined ? "mqtt" : "mqtts"}://HOST:${config.mqtt.port}", username: ${COLLECTOR_USER}, passwordFile: ${out}/collector-password${certFile === undefined ? "" : `, caFile: ${caFile}`} }`);
  for (const sensorId of files.missing)
    context.print(`${sensorId} has no password: probewarden-collector sensor add ${sensorId} --renew`);
}
