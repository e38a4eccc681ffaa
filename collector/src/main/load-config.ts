import { existsSync } from "node:fs";
import { join } from "node:path";
import { Check, Default, Errors } from "typebox/value";
import { parse } from "yaml";
import { ConfigError } from "./config-error.ts";
import { checkConfig } from "./check-config.ts";
import { CollectorConfig } from "./config.ts";
import { readFileOf } from "./read-file-of.ts";
import { knownKeys, nearest, SECTIONS, settings } from "./setting-names.ts";

/** Where the data is when nobody says otherwise; `init` writes collector.yaml there too. */
export const DEFAULT_DATA_DIR = ".probewarden/collector";

/** A right value for the settings that a person often gets wrong. */
const EXAMPLES: Readonly<Record<string, string>> = {
  "/dataDir": "/var/lib/probewarden-collector",
  "/http/port": "8080",
  "/http/hostNames": "[collector.example]",
  "/http/certFile": "/etc/probewarden/server.crt",
  "/mqtt/port": "8883",
  "/mqtt/url": "mqtts://broker.example:8883",
  "/state/url": "sqlite:",
  "/series/url": "influx://localhost:8086/probewarden",
  "/retention/rawHours": "48",
  "/logLevel": "info",
};

type Branch = Record<string, unknown>;
const isBranch = (value: unknown): value is Branch =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The file that a run without `--config` reads; undefined when there is none, and the defaults hold. */
export function findConfigFile(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment["PW_CONFIG"]) return environment["PW_CONFIG"];
  const inDataDir = join(environment["PW_DATA_DIR"] ?? DEFAULT_DATA_DIR, "collector.yaml");
  return ["collector.yaml", inDataDir, "/etc/probewarden/collector.yaml"].find((file) => existsSync(file));
}

/** Reads collector.yaml, with `PW_…` variables over it and the defaults under it. @throws ConfigError */
export function loadConfig(file: string | undefined, environment: NodeJS.ProcessEnv): CollectorConfig {
  const text = file === undefined ? "{}" : readFileOf(file, "the configuration").toString("utf8");
  return readConfig(text, file ?? "settings from the environment", environment);
}

/** {@link loadConfig} for text at hand; `file` is its name in messages. */
export function readConfig(text: string, file: string, environment: NodeJS.ProcessEnv): CollectorConfig {
  const tree = parseYaml(text, file);
  for (const section of SECTIONS) tree[section] ??= {};
  override(tree, environment);
  const config = Default(CollectorConfig, tree);
  if (!Check(CollectorConfig, config)) throw new ConfigError(`${file}: ${firstMistake(config)}`);
  checkConfig(config, file);
  return config;
}

function parseYaml(text: string, file: string): Branch {
  let tree: unknown;
  try {
    tree = parse(text);
  } catch (cause) {
    const [line = "not YAML"] = (cause as Error).message.split("\n");
    throw new ConfigError(`${file}: ${line.replace(/:$/, "")}`, { cause });
  }
  // A file of comments alone is empty, and means the defaults.
  if (tree === null || tree === undefined) return {};
  if (!isBranch(tree))
    throw new ConfigError(`${file}: it is not a list of settings (example: dataDir: /var/lib/probewarden-collector)`);
  return tree;
}

function override(tree: Branch, environment: NodeJS.ProcessEnv): void {
  for (const { path, type, variable } of settings()) {
    const text = environment[variable];
    if (text === undefined || text === "") continue;
    let branch = tree;
    for (const key of path.slice(0, -1)) {
      const below = branch[key];
      branch[key] = isBranch(below) ? below : {};
      branch = branch[key] as Branch;
    }
    branch[path.at(-1) ?? ""] = valueOf(text, type);
  }
}

/** A variable is text; where the setting is not, it is read as YAML reads it, and a list also as words with commas between. */
function valueOf(text: string, type: string | undefined): unknown {
  if (type === "string") return text;
  if (type === "array" && !text.startsWith("[")) return text.split(",").map((word) => word.trim());
  try {
    return parse(text);
  } catch {
    // The check of the whole says what is wrong with it.
    return text;
  }
}

const example = (path: string): string => (EXAMPLES[path] === undefined ? "" : ` (example: ${EXAMPLES[path]})`);

function firstMistake(config: unknown): string {
  const errors = Errors(CollectorConfig, config);
  const unknown = errors.find(({ keyword }) => keyword === "additionalProperties");
  if (unknown !== undefined) {
    const [key = ""] = (unknown.params as { additionalProperties: string[] }).additionalProperties;
    const meant = nearest(key, knownKeys(unknown.instancePath.split("/").slice(1)));
    return `${unknown.instancePath}/${key} is unknown${meant === undefined ? "" : ` (did you mean ${meant}?)`}`;
  }
  const [first] = errors;
  if (first === undefined) return "it is not valid";
  const path = first.instancePath;
  // A union fails once per alternative; people want them in one sentence.
  const choices = errors
    .filter(({ keyword, instancePath }) => keyword === "const" && instancePath === path)
    .map(({ params }) => String((params as { allowedValue: unknown }).allowedValue));
  const wanted = choices.length > 0 ? `must be one of ${choices.join(", ")}` : first.message;
  return `${path} ${wanted}, and is ${JSON.stringify(valueAt(config, path))}${example(path.replace(/\/\d+$/, ""))}`;
}

function valueAt(tree: unknown, path: string): unknown {
  let value = tree;
  for (const key of path.split("/").slice(1))
    value = isBranch(value) || Array.isArray(value) ? (value as Branch)[key] : undefined;
  return value;
}
