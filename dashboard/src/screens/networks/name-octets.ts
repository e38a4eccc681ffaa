/** Octets that a network name may have (IEEE 802.11-2020, 9.4.2.2). */
const MOST_OCTETS = 32;

/** A network name that somebody typed, in hex; undefined: it has more octets than a name may. */
export function nameInHex(text: string): string | undefined {
  const octets = new TextEncoder().encode(text);
  if (octets.length > MOST_OCTETS) return undefined;
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** A name in hex as it can be typed; undefined: somebody cannot type it, for it is no UTF-8 or holds what is not seen. */
export function typedName(hex: string): string | undefined {
  const octets = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
    return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
