import { printable } from "@probewarden/cli";

const MOST_SHOWN = 200;

/** An answer as a JSON object; undefined where it is none. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What a receiver wrote, to be shown: a line, short, without anything that is not seen. */
export function said(words: unknown): { said?: string } {
  if (typeof words !== "string" || words === "") return {};
  return { said: printable(words.slice(0, MOST_SHOWN)).slice(0, 400) };
}
