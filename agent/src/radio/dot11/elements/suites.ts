import type { OctetReader } from "../octet-reader.ts";
import { OUI_OCTETS, readOui, spellOui } from "./oui.ts";

/** Suites of IEEE 802.11 (00-0F-AC) and of the Wi-Fi Alliance (50-6F-9A), and Microsoft's of WPA (00-50-F2). */
const IEEE = 0x000fac;
const WFA = 0x506f9a;
const MICROSOFT = 0x0050f2;

/** Cipher suites (9.4.2.24.2, Table 9-149). */
const CIPHERS: readonly (string | undefined)[] = [
  "use group cipher",
  "WEP-40",
  "TKIP",
  undefined,
  "CCMP-128",
  "WEP-104",
  "BIP-CMAC-128",
  "group traffic not allowed",
  "GCMP-128",
  "GCMP-256",
  "CCMP-256",
  "BIP-GMAC-128",
  "BIP-GMAC-256",
  "BIP-CMAC-256",
];

/** Authentication and key management (9.4.2.24.3, Table 9-151; 802.11be from 24 on). */
const AKMS: readonly (string | undefined)[] = [
  undefined,
  "802.1X",
  "PSK",
  "FT-802.1X",
  "FT-PSK",
  "802.1X-SHA256",
  "PSK-SHA256",
  "TDLS",
  "SAE",
  "FT-SAE",
  "AP-PeerKey",
  "802.1X-SuiteB",
  "802.1X-CNSA",
  "FT-802.1X-SHA384",
  "FILS-SHA256",
  "FILS-SHA384",
  "FT-FILS-SHA256",
  "FT-FILS-SHA384",
  "OWE",
  "FT-PSK-SHA384",
  "PSK-SHA384",
  "PASN",
  "FT-802.1X-SHA384-unrestricted",
  "802.1X-SHA384",
  "SAE-EXT",
  "FT-SAE-EXT",
];
const WFA_AKMS: readonly (string | undefined)[] = [undefined, "OSEN", "DPP"];

/** A suite: its name, or `xx-xx-xx:n` where nobody named it. */
function nameSuite(octets: Uint8Array, names: ReadonlyMap<number, readonly (string | undefined)[]>): string {
  const type = octets[OUI_OCTETS]!;
  return names.get(readOui(octets))?.[type] ?? `${spellOui(octets)}:${type}`;
}

const CIPHERS_OF = new Map([
  [IEEE, CIPHERS],
  // WPA knew the first six only.
  [MICROSOFT, CIPHERS.slice(0, 6)],
]);
const AKMS_OF = new Map([
  [IEEE, AKMS],
  [WFA, WFA_AKMS],
  [MICROSOFT, AKMS.slice(0, 3)],
]);

export const SUITE_OCTETS = 4;
export const nameCipher = (octets: Uint8Array): string => nameSuite(octets, CIPHERS_OF);
export const nameAkm = (octets: Uint8Array): string => nameSuite(octets, AKMS_OF);

/** A count (2 octets) and so many suites; undefined where the element ends before them, which it may. */
export function readSuites(from: OctetReader, name: (octets: Uint8Array) => string): string[] | undefined {
  if (from.left === 0) return undefined;
  const count = from.uint16();
  return count === undefined ? undefined : from.list(count, SUITE_OCTETS, name);
}
