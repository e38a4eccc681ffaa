import type { Static, TObject } from "typebox";
import { Check, Default } from "typebox/value";
import { parse } from "yaml";
import { ConfigError } from "./config-error.ts";
import { firstMistake } from "./first-mistake.ts";
import { sectionsOf, settingsOf } from "./setting.ts";
import { isBranch, type Branch } from "./tree.ts";

/** What a program's file of settings is. */
export interface SettingsFile<Schema extends TObject> {
  schema: Schema;
  /** A right value for the settings that a person has to give or often gets wrong, by JSON pointer. */
  examples: Readonly<Record<string, string>>;
  /** Whether a file without any setting means the defaults. */
  mayBeEmpty: boolean;
}

/**
 * Reads settings: the file's text, `PW_…` variables over it, the schema's defaults under it. `file` is its name in messages.
 * @throws ConfigError with file, place, value and an example
 */
export function readSettings<Schema extends TObject>(
  { schema, examples, mayBeEmpty }: SettingsFile<Schema>,
  text: string,
  file: string,
  environment: NodeJS.ProcessEnv,
): Static<Schema> {
  const tree = parseFile(text, file);
  if (tree === undefined && !mayBeEmpty) throw new ConfigError(`${file}: it is empty${someExample(examples)}`);
  if (tree !== undefined && !isBranch(tree))
    throw new ConfigError(`${file}: it is not a list of settings${someExample(examples)}`);
  const settings: Branch = tree ?? {};
  for (const section of sectionsOf(schema)) settings[section] ??= {};
  override(settings, schema, environment);
  const complete: unknown = Default(schema, settings);
  if (!Check(schema, complete)) throw new ConfigError(`${file}: ${firstMistake(schema, complete, examples)}`);
  return complete;
}

/** What is wrong most often where a file is no YAML, for whoever has never heard of it. */
const YAML_HELP =
  '(mind: blanks and no tabs before a setting, the same number for all beside it; "…" around a text that has : or #)';

/** Undefined: the file holds nothing, or comments alone. */
function parseFile(text: string, file: string): unknown {
  try {
    return parse(text) ?? undefined;
  } catch (cause) {
    const [line = "not YAML"] = (cause as Error).message.split("\n");
    throw new ConfigError(`${file}: ${line.replace(/:$/, "")} ${YAML_HELP}`, { cause });
  }
}

function someExample(examples: Readonly<Record<string, string>>): string {
  const [first] = Object.entries(examples);
  return first === undefined ? "" : ` (example: ${first[0].slice(1)}: ${first[1]})`;
}

function override(settings: Branch, schema: TObject, environment: NodeJS.ProcessEnv): void {
  for (const { path, type, variable } of settingsOf(schema)) {
    const text = environment[variable];
    if (text === undefined || text === "") continue;
    let branch = settings;
    for (const key of path.slice(0, -1)) {
      const below = branch[key];
      branch = isBranch(below) ? below : (branch[key] = {});
    }
    branch[path.at(-1) ?? ""] = valueOf(text, type);
  }
}

/** A variable is text; where the setting is not, it is read as YAML reads it, and a list also as words with commas between. */
function valueOf(text: string, type: string | undefined): unknown {
  if (type === "string") return text;
  if (type === "array" && !text.startsWith("[")) return valueOf(`[${text}]`, type);
  try {
    return parse(text);
  } catch {
    // The check of the whole says what is wrong with it.
    return text;
  }
}
