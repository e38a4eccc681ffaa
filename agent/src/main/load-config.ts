import { X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ConfigError, readFileOf, readSettings, type SettingsFile } from "@probewarden/cli";
import { isSensorId } from "@probewarden/contract";
import { MAX_SOCKET_PATH, socketPath } from "../ipc/socket-path.ts";
import { checkAdapters } from "../radio/control/adapters.ts";
import { AgentConfig } from "./config.ts";

const AGENT_YAML = {
  schema: AgentConfig,
  examples: {
    "/sensorId": "north-gate",
    "/venueId": "grand-mall",
    "/mqtt": "url: mqtts://collector.example:8883",
    "/mqtt/url": "mqtts://collector.example:8883",
    "/mqtt/caFile": "/etc/probewarden/ca.pem",
    "/runtimeDir": "/run/probewarden",
    "/radio/interface": "wlan1",
    "/radio/plan": "2.4+5",
    "/radio/adapters": "[{ interface: wlan1, plan: 2.4 }, { interface: wlan2, plan: 5 }]",
    "/radio/adapters/interface": "wlan1",
    "/radio/channels": "[1, 6, 11]",
    "/radio/country": "CN",
    "/radio/capture": "auto",
    "/cameras/unicast": "[192.168.1.64:80]",
    "/logLevel": "info",
  } as Readonly<Record<string, string>>,
  mayBeEmpty: false,
} satisfies SettingsFile<typeof AgentConfig>;

/** Reads agent.yaml, with `PW_…` variables over it and the defaults under it. Throws {@link ConfigError}. */
export function loadConfig(file: string, environment: NodeJS.ProcessEnv): AgentConfig {
  return readConfig(readFileOf(file, "the configuration").toString("utf8"), file, environment);
}

/**
 * {@link loadConfig} for who only looks for cameras, from any machine: where no file was named and none is where it usually is, no broker is
 * known, and what must be remembered stands in the user's own folder. Throws {@link ConfigError}.
 */
export function loadCameraConfig(file: string, environment: NodeJS.ProcessEnv, isGiven: boolean): AgentConfig {
  if (isGiven || existsSync(file)) return loadConfig(file, environment);
  const folder = join(environment["XDG_STATE_HOME"] ?? join(homedir(), ".local", "state"), "probewarden");
  const text = `sensorId: handheld\nvenueId: handheld\ndataDir: ${JSON.stringify(folder)}\nmqtt: { url: "mqtt://127.0.0.1:1883" }\n`;
  return readConfig(text, file, environment);
}

/** {@link loadConfig} for text at hand; `file` is its name in messages. */
export function readConfig(text: string, file: string, environment: NodeJS.ProcessEnv): AgentConfig {
  const config = readSettings(AGENT_YAML, text, file, environment);
  const refuse = (path: string, wanted: string): never => {
    throw new ConfigError(`${file}: ${path} ${wanted} (example: ${AGENT_YAML.examples[path]})`);
  };
  for (const key of ["sensorId", "venueId"] as const)
    if (!isSensorId(config[key])) refuse(`/${key}`, "must be lower-case words joined by hyphens, 48 letters at most");
  if (!/^mqtts?:\/\/[^/@]+\/?$/.test(config.mqtt.url) || !URL.canParse(config.mqtt.url))
    refuse("/mqtt/url", "must be mqtts://HOST:PORT, without name and password");
  if (Buffer.byteLength(socketPath(config.runtimeDir)) > MAX_SOCKET_PATH)
    refuse("/runtimeDir", "is too long for the path of a socket");
  checkAdapters(config.radio, file);
  return config;
}

/** The password and the authority's certificate, read only where they are needed: in the supervisor. Throws {@link ConfigError}. */
export function readSecrets(config: AgentConfig): { password?: string; ca?: string } {
  const { password, passwordFile, ca, caFile } = config.mqtt;
  const secret =
    passwordFile === undefined ? password : readFileOf(passwordFile, "/mqtt/passwordFile").toString("utf8").trim();
  const authority = caFile === undefined ? ca : readFileOf(caFile, "/mqtt/caFile").toString("utf8");
  // Node takes any text for a certificate, and then trusts nobody.
  if (authority !== undefined && !isCertificate(authority))
    throw new ConfigError(
      `${caFile === undefined ? "/mqtt/ca" : `${caFile}: /mqtt/caFile`} is not a certificate in PEM (example: ca.pem of the collector)`,
    );
  return {
    ...(secret === undefined ? {} : { password: secret }),
    ...(authority === undefined ? {} : { ca: authority }),
  };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
