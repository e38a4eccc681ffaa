import { existsSync } from "node:fs";
import { join } from "node:path";
import { readFileOf, readSettings, type SettingsFile } from "@probewarden/cli";
import { checkConfig } from "./check-config.ts";
import { CollectorConfig } from "./config.ts";
import { withPassword } from "./store-password.ts";

/** Where the data is when nobody says otherwise; `init` writes collector.yaml there too. */
export const DEFAULT_DATA_DIR = ".probewarden/collector";

/** Where the guide and its unit put the collector of a server; commands are told by `--config`. */
export const SERVICE_CONFIG = "/var/lib/probewarden-collector/collector.yaml";

const COLLECTOR_YAML = {
  schema: CollectorConfig,
  examples: {
    "/dataDir": "/var/lib/probewarden-collector",
    "/http/port": "8080",
    "/http/hostNames": "[collector.example]",
    "/http/trustProxy": "[10.0.0.5]",
    "/http/certFile": "/etc/probewarden/server.crt",
    "/mqtt/port": "8883",
    "/mqtt/url": "mqtts://broker.example:8883",
    "/mqtt/sensorUrl": "mqtts://broker.example:8883",
    "/state/url": "sqlite:",
    "/series/url": "influx://localhost:8086/probewarden",
    "/oidc/issuer": "https://login.example/realms/mall",
    "/oidc/clientId": "probewarden",
    "/oidc/clientSecretFile": "/etc/probewarden/oidc-secret",
    "/oidc/publicUrl": "https://collector.example",
    "/oidc/label": "统一身份",
    "/retention/rawHours": "48",
    "/logLevel": "info",
  },
  mayBeEmpty: true,
} satisfies SettingsFile<typeof CollectorConfig>;

/** Where a run without `--config` and PW_CONFIG looks, in this order. */
export function usualConfigFiles(environment: NodeJS.ProcessEnv): string[] {
  const inDataDir = join(environment["PW_DATA_DIR"] ?? DEFAULT_DATA_DIR, "collector.yaml");
  return ["collector.yaml", inDataDir, "/etc/probewarden/collector.yaml"];
}

/** The file that a run without `--config` reads; undefined when there is none, and the defaults hold. */
export function findConfigFile(environment: NodeJS.ProcessEnv): string | undefined {
  return environment["PW_CONFIG"] || usualConfigFiles(environment).find((file) => existsSync(file));
}

/** Reads collector.yaml, with `PW_…` variables over it and the defaults under it. @throws ConfigError */
export function loadConfig(file: string | undefined, environment: NodeJS.ProcessEnv): CollectorConfig {
  const text = file === undefined ? "" : readFileOf(file, "the configuration").toString("utf8");
  return readConfig(text, file ?? "settings from the environment", environment);
}

/** {@link loadConfig} for text at hand; `file` is its name in messages. */
export function readConfig(text: string, file: string, environment: NodeJS.ProcessEnv): CollectorConfig {
  const config = readSettings(COLLECTOR_YAML, text, file, environment);
  checkConfig(config, file);
  const { state, series } = config;
  state.url = withPassword(state.url, state.passwordFile, "/state");
  series.url = withPassword(series.url, series.passwordFile, "/series");
  return config;
}
