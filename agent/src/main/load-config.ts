import { readFileSync } from "node:fs";
import { isSensorId } from "@probewarden/contract";
import { Check, Default, Errors } from "typebox/value";
import { parse } from "yaml";
import { ConfigError } from "./config-error.ts";
import { AgentConfig } from "./config.ts";
import { knownKeys, nearest, settings } from "./setting-names.ts";

/** Where the configuration is when nobody says otherwise. */
export const DEFAULT_CONFIG_FILE = "/etc/probewarden/agent.yaml";

/** A right value for the settings that a person has to give or often gets wrong. */
const EXAMPLES: Readonly<Record<string, string>> = {
  "/sensorId": "north-gate",
  "/venueId": "grand-mall",
  "/mqtt": "url: mqtts://collector.example:8883",
  "/mqtt/url": "mqtts://collector.example:8883",
  "/mqtt/caFile": "/etc/probewarden/ca.pem",
  "/radio/interface": "wlan1",
  "/radio/channels": "[1, 6, 11]",
  "/radio/capture": "auto",
  "/cameras/unicast": "[192.168.1.64:80]",
  "/logLevel": "info",
};

type Branch = Record<string, unknown>;
const isBranch = (value: unknown): value is Branch =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads agent.yaml, with `PW_…` variables over it and the defaults under it. Throws {@link ConfigError}. */
export function loadConfig(file: string, environment: NodeJS.ProcessEnv): AgentConfig {
  return readConfig(readText(file, "the configuration"), file, environment);
}

/** {@link loadConfig} for text at hand; `file` is its name in messages. */
export function readConfig(text: string, file: string, environment: NodeJS.ProcessEnv): AgentConfig {
  const tree = parseYaml(text, file);
  for (const section of ["radio", "cameras", "outbox"]) tree[section] ??= {};
  override(tree, environment);
  const config = Default(AgentConfig, tree);
  if (!Check(AgentConfig, config)) throw new ConfigError(`${file}: ${firstMistake(config)}`);
  for (const key of ["sensorId", "venueId"] as const) {
    if (!isSensorId(config[key]))
      throw new ConfigError(
        `${file}: /${key} must be lower-case words joined by hyphens, 48 letters at most${example(`/${key}`)}`,
      );
  }
  if (!/^mqtts?:\/\/[^/@]+$/.test(config.mqtt.url.replace(/\/$/, ""))) {
    throw new ConfigError(
      `${file}: /mqtt/url must be mqtts://HOST:PORT, without name and password${example("/mqtt/url")}`,
    );
  }
  return config;
}

/** The password and the authority's certificate, read only where they are needed: in the supervisor. Throws {@link ConfigError}. */
export function readSecrets(config: AgentConfig): { password?: string; ca?: string } {
  const { password, passwordFile, ca, caFile } = config.mqtt;
  const secret = passwordFile === undefined ? password : readText(passwordFile, "/mqtt/passwordFile").trim();
  const authority = caFile === undefined ? ca : readText(caFile, "/mqtt/caFile");
  return {
    ...(secret === undefined ? {} : { password: secret }),
    ...(authority === undefined ? {} : { ca: authority }),
  };
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const mend: Record<string, string> = {
      ENOENT: "there is no such file",
      EACCES: "this user may not read it; run as root or change its owner",
      EISDIR: "it is a folder",
    };
    throw new ConfigError(`${file}: ${what} cannot be read: ${mend[code ?? ""] ?? code ?? "unknown error"}`, { cause });
  }
}

function parseYaml(text: string, file: string): Branch {
  let tree: unknown;
  try {
    tree = parse(text);
  } catch (cause) {
    const [line = "not YAML"] = (cause as Error).message.split("\n");
    throw new ConfigError(`${file}: ${line.replace(/:$/, "")}`, { cause });
  }
  if (!isBranch(tree))
    throw new ConfigError(`${file}: it is empty or not a list of settings (example: sensorId: north-gate)`);
  return tree;
}

function override(tree: Branch, environment: NodeJS.ProcessEnv): void {
  for (const { path, variable } of settings()) {
    const text = environment[variable];
    if (text === undefined || text === "") continue;
    let branch = tree;
    for (const key of path.slice(0, -1)) {
      const below = branch[key];
      branch[key] = isBranch(below) ? below : {};
      branch = branch[key] as Branch;
    }
    branch[path.at(-1) ?? ""] = scalar(path, text);
  }
}

/** A variable is text; where the setting is not, it is read as YAML reads it: `[1, 6]`, `false`, `250`. */
function scalar(path: readonly string[], text: string): unknown {
  let node: { type?: string; properties?: Record<string, typeof node> } | undefined = AgentConfig as typeof node;
  for (const key of path) node = node?.properties?.[key];
  if (node?.type === "string") return text;
  try {
    return parse(text);
  } catch {
    // The check of the whole says what is wrong with it.
    return text;
  }
}

const example = (path: string): string => (EXAMPLES[path] === undefined ? "" : ` (example: ${EXAMPLES[path]})`);

function firstMistake(config: unknown): string {
  const errors = Errors(AgentConfig, config);
  const unknown = errors.find(({ keyword }) => keyword === "additionalProperties");
  if (unknown !== undefined) {
    const [key = ""] = (unknown.params as { additionalProperties: string[] }).additionalProperties;
    const meant = nearest(key, knownKeys(unknown.instancePath.split("/").slice(1)));
    return `${unknown.instancePath}/${key} is unknown${meant === undefined ? "" : ` (did you mean ${meant}?)`}`;
  }
  const [first] = errors;
  if (first === undefined) return "it is not valid";
  if (first.keyword === "required") {
    const [key = ""] = first.params.requiredProperties;
    const path = `${first.instancePath}/${key}`;
    return `${path} is missing${example(path)}`;
  }
  const { path, wanted } = explain(first.instancePath, errors);
  return `${path} ${wanted}, and is ${JSON.stringify(valueAt(config, path))}${example(path.replace(/\/\d+$/, ""))}`;
}

/** A union fails once per alternative; people want them in one sentence. */
function explain(path: string, errors: ReturnType<typeof Errors>): { path: string; wanted: string } {
  const here = errors.filter(({ instancePath }) => instancePath === path);
  const choices = here
    .filter(({ keyword }) => keyword === "const")
    .map(({ params }) => (params as { allowedValue: unknown }).allowedValue);
  return {
    path,
    wanted: choices.length > 0 ? `must be one of ${choices.join(", ")}` : (here[0]?.message ?? "is not valid"),
  };
}

function valueAt(tree: unknown, path: string): unknown {
  let value = tree;
  for (const key of path.split("/").slice(1))
    value = isBranch(value) || Array.isArray(value) ? (value as Branch)[key] : undefined;
  return value;
}
