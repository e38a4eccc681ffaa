import { randomBytes } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigError, readFileOf } from "@probewarden/cli";
import { stringify } from "yaml";
import { writeBrokerConfig } from "../../broker/broker-config.ts";
import { hashForMosquitto } from "../../broker/password.ts";
import { writeBrokerFolder, type BrokerFolder } from "../broker-folder.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";
import type { CollectorConfig } from "../config.ts";
import { isRoot } from "../../store/as-owner.ts";
import { replacePrivateFile } from "../private-files.ts";
import { brokerFor } from "../../sensors/join/agent-yaml.ts";

/** User name under which the collector signs in at an outside broker, unless its configuration has another. */
const COLLECTOR_USER = "collector";

/**
 * Writes a folder with all that mosquitto reads (configuration, access list, passwords of the sensors of now, certificates), or renews it.
 * The collector's own password stays in the data folder, and is the same each time.
 */
export async function writeBrokerFiles(
  context: CommandContext,
  options: { config?: string; out: string },
): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const out = resolve(options.out);
  const tls = certificatesOf(config);
  const collectorPort = collectorPortOf(config);
  const sensors = await withState(config, (state) =>
    state.db
      .selectFrom("sensors")
      .select(["venue_id", "sensor_id", "mosquitto_hash"])
      .where("retired_at", "is", null)
      .execute(),
  );
  const passwordFile = resolve(config.mqtt.passwordFile ?? join(config.dataDir, "collector-password"));
  const isKept = existsSync(passwordFile);
  const password = isKept
    ? readFileOf(passwordFile, "the collector's password").toString("utf8").trim()
    : randomBytes(24).toString("base64url");
  const username = config.mqtt.username ?? COLLECTOR_USER;
  const at = (name: string): string => join(out, name);
  const made = writeBrokerConfig({
    listenHost: config.mqtt.host,
    listenPort: config.mqtt.port,
    collectorPort,
    ...(tls && { tls: { caFile: at("ca.crt"), certFile: at("server.crt"), keyFile: at("server.key") } }),
    aclFile: at("acl"),
    passwordFile: at("passwords"),
    collectorPasswordFile: at("collector-passwords"),
    collector: { username, mosquittoHash: await hashForMosquitto(password) },
    sensors: sensors.map((row) => ({
      venueId: row.venue_id,
      sensorId: row.sensor_id,
      mosquittoHash: row.mosquitto_hash,
    })),
  });
  // The configuration comes first: a folder that was left half-written is known by it, and renewed.
  const files = {
    "mosquitto.conf": made.config,
    acl: made.acl,
    passwords: made.passwords,
    "collector-passwords": made.collectorPasswords,
    ...tls,
  };
  const folder = writeBrokerFolder(out, files);
  if (!isKept) replacePrivateFile(passwordFile, `${password}\n`);

  const mqtt = {
    ...config.mqtt,
    embedded: false,
    ...addressesOf(config, collectorPort),
    username,
    passwordFile,
    ...(tls && { caFile: resolve(caFileOf(config)) }),
  };
  context.print(`${out}: ${Object.keys(files).join(", ")}. The collector's own password: ${passwordFile}`);
  context.print(
    config.mqtt.embedded || folder === "new" ? howToStart(out, config, mqtt) : howToRenew(out, folder, sensors.length),
  );
  if (!config.mqtt.embedded && collectorPort !== portOf(config.mqtt.url))
    context.tell(
      `collectors have a port of their own: ${collectorPort}. One alone may stay at /mqtt/url; several need ${stringify(addressesOf(config, collectorPort)).trim().replace("\n", " and ")}`,
    );
  for (const sensorId of made.missing)
    context.print(`${sensorId} has no password: probewarden-collector sensor add ${sensorId} --renew`);
}

const portOf = (url: string | undefined): number | undefined =>
  url !== undefined && URL.canParse(url) ? Number(new URL(url).port) || undefined : undefined;

/** The port of the collectors' listener: that of /mqtt/url where sensors have another, else the one after theirs that is not the dashboard's. */
function collectorPortOf({ http, mqtt }: CollectorConfig): number {
  const port = mqtt.embedded ? undefined : portOf(mqtt.url);
  if (port !== undefined && port !== mqtt.port) return port;
  const step = mqtt.port < 65_534 ? 1 : -1;
  return mqtt.port + step === http.port ? mqtt.port + 2 * step : mqtt.port + step;
}

/** Where collectors and sensors reach this mosquitto, for collector.yaml. */
function addressesOf(config: CollectorConfig, collectorPort: number): { url: string; sensorUrl: string } {
  const sensorUrl = brokerFor(config).url;
  const url = config.mqtt.url ?? sensorUrl;
  return { url: url.replace(/:\d+(?=\/?$)/, `:${collectorPort}`), sensorUrl };
}

const caFileOf = ({ dataDir, mqtt }: CollectorConfig): string => mqtt.caFile ?? join(dataDir, "ca.crt");

/** Copies for mosquitto, whose user may not enter the data folder. */
function certificatesOf(
  config: CollectorConfig,
): { "ca.crt": string; "server.crt": string; "server.key": string } | undefined {
  const { certFile, keyFile, url } = config.mqtt;
  if (certFile === undefined || keyFile === undefined) {
    if (url?.startsWith("mqtts:") === true)
      throw new ConfigError(
        `/mqtt/certFile and /mqtt/keyFile are missing: /mqtt/url is ${url.replace(/\/\/[^/@]*@/, "//")}, and mosquitto needs them for TLS (\`probewarden-collector init\` makes them)`,
      );
    return undefined;
  }
  const read = (file: string, place: string): string => readFileOf(file, place).toString("utf8");
  return {
    "ca.crt": read(caFileOf(config), "the authority's certificate"),
    "server.crt": read(certFile, "/mqtt/certFile"),
    "server.key": read(keyFile, "/mqtt/keyFile"),
  };
}

/** A word of a shell's command line. */
const quoted = (word: string): string => (/^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** Root's files are no other user's, and mosquitto that root starts becomes one. */
function commandsOf(out: string): string {
  const give = isRoot() && statSync(out).uid === 0 ? `     chown -R mosquitto: ${quoted(out)}\n` : "";
  return `${give}     mosquitto -c ${quoted(join(out, "mosquitto.conf"))}`;
}

function howToStart(out: string, { mqtt: { port } }: CollectorConfig, mqtt: CollectorConfig["mqtt"]): string {
  return `
1. Stop the collector, if it runs with its own broker: both use port ${port}, and mosquitto ${portOf(mqtt.url) ?? "another"} for collectors.
2. Start mosquitto as ${isRoot() ? "root: it becomes its own user by itself" : "this user"}:
${commandsOf(out)}
3. In collector.yaml put this in the place of mqtt, and start the collector:

${stringify({ mqtt }, { lineWidth: 0 })}`;
}

function howToRenew(out: string, folder: BrokerFolder, sensors: number): string {
  const what = `Renewed for ${sensors} sensors; collector.yaml and the collector's password stay as they are.`;
  return folder === "renewed"
    ? `${what} Tell mosquitto to read it again:
     kill -HUP $(pidof mosquitto)`
    : `${what} Listener or certificates are new, so stop mosquitto and start it again:
${commandsOf(out)}`;
}
