import { spellAddress } from "../../dot11/address.ts";
import { FINGERPRINT_LIST, type FingerprintList } from "./fingerprint-list.ts";
import { PRODUCT_FINGERPRINT } from "./figures.ts";

/** One product, and how it is recognised. */
export interface Fingerprint extends Omit<FingerprintList[number], "name" | "ouis"> {
  /** The whole network name, upper and lower case alike. */
  name: RegExp;
  ouis: ReadonlySet<string> | undefined;
}

/** What a rule says of an access point, and how many of the last octets of its address the name carries: none is a name that anybody may have chosen. */
export interface Match {
  rule: Fingerprint;
  octets: number;
}

/** The rules that come with the software. */
export const FINGERPRINTS: readonly Fingerprint[] = FINGERPRINT_LIST.map(({ name, ouis, ...rule }) => ({
  ...rule,
  name: new RegExp(`^(?:${name})$`, "iu"),
  ouis: ouis === undefined ? undefined : new Set(ouis),
}));

/** The first rule that a network name and the address behind it fit. Undefined: no product's. */
export function matchFingerprint(rules: readonly Fingerprint[], name: string, bssid: number): Match | undefined {
  for (const rule of rules) {
    const found = rule.name.exec(name);
    if (found === null) continue;
    const address = spellAddress(bssid);
    if (rule.ouis !== undefined && !rule.ouis.has(address.slice(0, 8))) continue;
    const octets = found.groups?.["octets"];
    if (octets === undefined) return { rule, octets: 0 };
    const isBound =
      octets.length >= PRODUCT_FINGERPRINT.digits && address.replaceAll(":", "").endsWith(octets.toLowerCase());
    if (isBound) return { rule, octets: octets.length / 2 };
  }
  return undefined;
}
