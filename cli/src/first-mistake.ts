import type { TObject } from "typebox";
import { Errors } from "typebox/value";
import { nearest } from "./nearest.ts";
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
  const example = (path: string): string => {
    // An entry of a list has the list's example.
    const shown = examples[path.replaceAll(/\/\d+(?=\/|$)/g, "")];
    return shown === undefined ? "" : ` (example: ${shown})`;
  };
  const path = first.instancePath;
  if (first.keyword === "required") {
    const [key = ""] = first.params.requiredProperties;
    return `${path}/${key} is missing${example(`${path}/${key}`)}`;
  }
  // A union fails once per alternative; people want them in one sentence.
  const choices = errors
    .filter(({ keyword, instancePath }) => keyword === "const" && instancePath === path)
    .map(({ params }) => String((params as { allowedValue: unknown }).allowedValue));
  const wanted = choices.length > 0 ? `must be one of ${choices.join(", ")}` : wantedBy(first);
  const value = JSON.stringify(valueAt(settings, path)) ?? "nothing";
  // The value may be a whole section.
  const found = SECRET.test(path) || SECRET.test(value) ? "not shown" : shorten(value);
  return `${path} ${wanted}, and is ${found}${example(path)}`;
}

/** A pattern tells a technician nothing; the example beside it does. */
const wantedBy = ({ keyword, message }: { keyword: string; message: string }): string =>
  keyword === "pattern" ? "is not written as it must be" : message;

const shorten = (text: string): string =>
  text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
