import type { Evidence, Mitigation } from "./evidence.ts";

/** Digits of an address's end that a name of a product must carry to be bound to it; fewer stand in names by chance. */
const DIGITS = 4;

/**
 * Whether a network name tells who somebody is: it spells the end of an address (`DataSky_9a2b71`), or all of it. Where the address is
 * taken back such a name goes with it. `name` in hex, as names travel; `address` as `aa:bb:cc:dd:ee:ff`.
 */
export function spellsAddress(name: string, address: string): boolean {
  const octets = (name.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join("");
  const digits = address.toLowerCase().replaceAll(":", "");
  return octets
    .toLowerCase()
    .replaceAll(/[^0-9a-f]/g, "")
    .includes(digits.slice(-DIGITS));
}

/** Network names without those that spell one of these addresses. */
export function namesWithout(names: readonly string[], addresses: Iterable<string>): string[] {
  const all = [...addresses];
  return names.filter((name) => !all.some((address) => spellsAddress(name, address)));
}

/** What speaks for somebody, without the access points among these addresses: what is said stays. */
export function mitigationsWithout(
  mitigations: readonly Mitigation[],
  isGone: (address: string) => boolean,
): Mitigation[] {
  return mitigations.map(({ bssid, ...mitigation }) =>
    bssid === undefined || isGone(bssid) ? mitigation : { ...mitigation, bssid },
  );
}

/** Lines of evidence without the network names that spell one of these addresses. */
export function withoutNamesOf(evidence: readonly Evidence[], addresses: Iterable<string>): Evidence[] {
  const all = [...addresses];
  return evidence.map((line) => ({ ...line, names: namesWithout(line.names, all) }));
}
