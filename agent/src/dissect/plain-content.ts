import { spellAddress } from "../radio/dot11/address.ts";

/** What JSON can say. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** Names that octets of text have, and numbers that are addresses. */
const TEXT = /^ssid$/i;
const ADDRESS = /(address|bssid)$/i;

/** What was read of a frame, in words that JSON has: octets in hex, names as text, addresses spelled, absent fields left out. */
export function plainOf(value: unknown, key = ""): Plain {
  if (value instanceof Uint8Array) {
    const octets = Buffer.from(value);
    return octets.toString(TEXT.test(key) ? "utf8" : "hex");
  }
  if (Array.isArray(value)) return value.map((it) => plainOf(it, key));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, it]) => (it === undefined ? [] : [[name, plainOf(it, name)]])),
    );
  if (typeof value === "number") return ADDRESS.test(key) ? spellAddress(value) : value;
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

/** The same for a person: what is zero or empty is not worth the room. `quote` makes harmless what came from the air as text. */
export function spellPlain(value: Plain, quote: (text: string) => string): string {
  if (Array.isArray(value)) return `[${value.map((it) => spellPlain(it, quote)).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .filter(([, it]) => it !== 0 && !(Array.isArray(it) && it.length === 0))
      .map(([name, it]) =>
        isGroup(it) ? `${words(name)} (${spellPlain(it, quote)})` : `${words(name)} ${spellPlain(it, quote)}`,
      )
      .join(", ");
  return typeof value === "string" ? (/^[\w.:/+ -]+$/.test(value) ? value : quote(value)) : String(value);
}

function isGroup(value: Plain): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `beaconInterval` → `beacon interval`. */
function words(name: string): string {
  return name.replace(/[A-Z]+(?=[A-Z][a-z]|$)|[A-Z]/g, (letters) => ` ${letters.toLowerCase()}`);
}
