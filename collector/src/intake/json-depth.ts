/** Levels of objects and lists in the deepest message of the contract are eight; JSON.parse would make a hundred thousand. */
export const MOST_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether JSON text nests deeper than that: one look at each octet, nothing is made of it. */
export function isTooDeep(text: Uint8Array, most = MOST_DEPTH): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const octet = text[at];
    if (octet === QUOTE) quoted = !quoted;
    else if (quoted) at += octet === BACKSLASH ? 1 : 0;
    else if (octet === 0x7b /* { */ || octet === 0x5b /* [ */) {
      depth += 1;
      if (depth > most) return true;
    } else if (octet === 0x7d /* } */ || octet === 0x5d /* ] */) depth -= 1;
  }
  return false;
}
