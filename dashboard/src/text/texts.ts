import type { TextKey } from "./words.ts";

/** Says a text in the language of the screen, with figures put in. */
export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

/** Texts, and groups of texts. */
interface Texts {
  readonly [name: string]: string | Texts;
}

/** `{{name}}` in a text. */
const GAP = /\{\{(\w+)\}\}/g;

/**
 * Looks up texts by their path, `nav.today`, and puts values into their gaps; a gap of which nobody told anything stays empty. A path that
 * leads to no text is said itself, so that a mistake is seen.
 */
export function textsOf(texts: Texts): (path: string, values?: Record<string, string | number>) => string {
  /** Each path is walked once: a list says the same few words in each of its rows. */
  const known = new Map<string, string>();
  const find = (path: string): string => {
    const before = known.get(path);
    if (before !== undefined) return before;
    let at: string | Texts | undefined = texts;
    for (const name of path.split(".")) at = typeof at === "object" && Object.hasOwn(at, name) ? at[name] : undefined;
    const text = typeof at === "string" ? at : path;
    known.set(path, text);
    return text;
  };
  return (path, values) => {
    const text = find(path);
    return text.includes("{{") ? text.replaceAll(GAP, (_, name: string) => String(values?.[name] ?? "")) : text;
  };
}
