/**
 * Characters that a terminal obeys instead of showing (ESC and the other controls), that are not seen, or that turn the direction of
 * writing (Unicode UAX #9), so that a text reads as another.
 */
const UNSEEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** A text in one line, in which every character is seen as such: `\\u001b` for ESC. */
export const printable = (text: string): string =>
  text.replaceAll(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The same of a line of a log, whose end stays: for `hooks.streamWrite` of pino. */
export const printableLine = (line: string): string => `${printable(line.replace(/\n$/, ""))}\n`;
