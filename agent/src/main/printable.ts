/**
 * What a terminal would obey or show as something else: control characters and escape sequences, marks that turn the direction of text,
 * line separators, half characters, blanks other than the plain one; and the quote and the backslash, with which an escape is written.
 */
const NOT_PLAIN = /[\p{C}\p{Zl}\p{Zp}"\\]|(?! )\p{Zs}/gu;

/** Text of a stranger in quotes, on one line, with all that a terminal would not just print written as an escape. */
export function quoted(text: string): string {
  const inside = text.replaceAll(NOT_PLAIN, (character) =>
    character === '"' || character === "\\" ? `\\${character}` : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${inside}"`;
}

/** JSON text at hand in the same way: outside of its strings it has no such character. Reads the same as before. */
export const printableJsonText = (json: string): string =>
  json.replaceAll(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, (character) =>
    // UTF-16 unit by unit, as JSON escapes.
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
      .join(""),
  );

/** JSON whose strings hold nothing that a terminal would obey; what reads it reads the same. Without an indent it is one line. */
export const printableJson = (value: unknown, indent = 2): string =>
  printableJsonText(JSON.stringify(value, undefined, indent));
