/**
 * A network name as the screen may show it. A name is up to 32 octets of any value (IEEE 802.11-2020, 9.4.2.2), chosen by whoever
 * transmits: control characters, marks that turn the direction of text, and octets that are no UTF-8 are written out as escapes.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\\]|(?! )\p{Zs}/gu;

const escapeCharacter = (character: string): string => {
  if (character === "\\") return "\\\\";
  const point = character.codePointAt(0) ?? 0;
  return point < 0x100 ? `\\x${point.toString(16).padStart(2, "0")}` : `\\u{${point.toString(16)}}`;
};

/** Makes what cannot be seen visible, in any text whose author is not ours. */
export function visibleText(text: string): string {
  return text.replaceAll(INVISIBLE, escapeCharacter);
}

/** Octets of a hex text; undefined where it is none. */
function octetsOf(hex: string): Uint8Array | undefined {
  if (!/^([0-9a-f]{2})*$/i.test(hex)) return undefined;
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * Reads a network name in hex.
 * @returns the name with all that is invisible escaped; octets that are no UTF-8 as `\xNN`; an empty text for a hidden name
 */
export function networkName(hex: string): string {
  const octets = octetsOf(hex);
  if (!octets) return visibleText(hex);
  if (octets.every((octet) => octet === 0)) return "";
  try {
    return visibleText(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets));
  } catch {
    // Not UTF-8: the octets themselves are the name.
    return Array.from(octets, (octet) =>
      octet >= 0x20 && octet < 0x7f
        ? visibleText(String.fromCharCode(octet))
        : `\\x${octet.toString(16).padStart(2, "0")}`,
    ).join("");
  }
}
