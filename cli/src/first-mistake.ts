import leven from "leven";
import type { TObject } from "typebox";
import { Errors } from "typebox/value";
import { keysAt } from "./setting.ts";
import { valueAt } from "./tree.ts";

/** Characters of a wrong value that a message repeats. */
const SHOWN_CHARACTERS = 80;

/** Names of settings whose value no message repeats: messages end in logs. */
const SECRET = /password|secret|token/i;

/** The first thing that is wrong with settings, for a person: where, what it must be, what it is, and an example. */
export function firstMistake(schema: TObject, settings: unknown, examples: Readonly<Record<string, string>>): string {
  const errors = Errors(schema, settings);
  const unknown = errors.find(({ keyword }) => keyword === "additionalProperties");
  if (unknown !== undefined) {
    const [key = ""] = (unknown.params as { additionalProperties: string[] }).additionalProperties;
    const meant = nearest(key, keysAt(schema, unknown.instancePath.split("/").slice(1)));
    return `${unknown.instancePath}/${shorten(key)} is unknown${meant === undefined ? "" : ` (did you mean ${meant}?)`}`;
  }
  const [first] = errors;
  if (first === undefined) return "it is not valid";
  const example = (path: string): string => (examples[path] === undefined ? "" : ` (example: ${examples[path]})`);
  const path = first.instancePath;
  if (first.keyword === "required") {
    const [key = ""] = first.params.requiredProperties;
    return `${path}/${key} is missing${example(`${path}/${key}`)}`;
  }
  // A union fails once per alternative; people want them in one sentence.
  const choices = errors
    .filter(({ keyword, instancePath }) => keyword === "const" && instancePath === path)
    .map(({ params }) => String((params as { allowedValue: unknown }).allowedValue));
  const wanted = choices.length > 0 ? `must be one of ${choices.join(", ")}` : first.message;
  const value = JSON.stringify(valueAt(settings, path)) ?? "nothing";
  // The value may be a whole section.
  const found = SECRET.test(path) || SECRET.test(value) ? "not shown" : shorten(value);
  return `${path} ${wanted}, and is ${found}${example(path.replace(/\/\d+$/, ""))}`;
}

/** The known name nearest to a mistyped one, if one is near enough to suggest. */
function nearest(typed: string, known: readonly string[]): string | undefined {
  // A long key is no typing mistake, and its distance costs time.
  if (typed.length > SHOWN_CHARACTERS) return undefined;
  const [best] = known
    .map((name) => ({ name, distance: leven(typed.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(2, Math.floor(typed.length / 3)) ? best.name : undefined;
}

const shorten = (text: string): string =>
  text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
