import { SSID_MAX_OCTETS } from "../elements.ts";
import { OctetReader } from "../octet-reader.ts";
import { OUI_OCTETS, readOui, spellOui } from "./oui.ts";
import { readP2p } from "./p2p.ts";
import { readOsen, readRsn, readRsnExtension, readWpa } from "./rsn.ts";
import { readWps } from "./wps.ts";

/** OUI (3 octets) and type (1) of the vendor elements (9.4.2.25, ID 221) that have a known form or a known name. */
const KINDS: ReadonlyMap<number, string> = new Map([
  [0x0050f201, "WPA"],
  [0x0050f202, "WMM"],
  [0x0050f204, "WPS"],
  [0x506f9a09, "P2P"],
  [0x506f9a0a, "Wi-Fi Display"],
  [0x506f9a10, "Hotspot 2.0"],
  [0x506f9a12, "OSEN"],
  [0x506f9a13, "NAN"],
  [0x506f9a16, "MBO"],
  [0x506f9a1c, "OWE transition"],
  [0x506f9a29, "RSN override"],
  [0x506f9a2a, "RSN override 2"],
  [0x506f9a2b, "RSN extension override"],
  [0xfa0bbc0d, "Remote ID"],
]);

/** A vendor element: OUI as in `00-50-f2`, type, what it is called, and what it says where its form is public. */
export function readVendor(information: Uint8Array) {
  const from = new OctetReader(information);
  const oui = from.take(OUI_OCTETS);
  if (oui === undefined) return { fault: from.fault };
  const type = from.left > 0 ? from.uint8() : undefined;
  const name = type === undefined ? undefined : KINDS.get(readOui(oui) * 256 + type);
  const content = name === undefined ? undefined : contentOf(name, from.rest());
  return { oui: spellOui(oui), type, name, content, fault: from.fault ?? content?.fault };
}

function contentOf(name: string, octets: Uint8Array) {
  switch (name) {
    case "WPA":
      return readWpa(octets);
    case "WPS":
      return readWps(octets);
    case "P2P":
      return readP2p(octets);
    case "WMM":
      return readWmm(octets);
    case "Hotspot 2.0":
      return readHotspot(octets);
    case "OWE transition":
      return readOweTransition(octets);
    case "OSEN":
      return readOsen(octets);
    case "RSN override":
    case "RSN override 2":
      return readRsn(octets);
    case "RSN extension override":
      return readRsnExtension(octets);
    default:
      return undefined;
  }
}

/** WMM (Wi-Fi Multimedia 1.2.0): subtype 0 information, 1 parameters, which are 4 octets for each of four queues. */
function readWmm(octets: Uint8Array) {
  const from = new OctetReader(octets);
  const subtype = from.uint8();
  const version = from.uint8();
  const qosInformation = from.uint8();
  if (subtype === 1) from.take(1 + 4 * 4);
  return { subtype, version, qosInformation, fault: from.fault };
}

/** Hotspot 2.0 Indication (Passpoint 3.2, 3.1.1): release, and what follows. */
function readHotspot(octets: Uint8Array) {
  const from = new OctetReader(octets);
  const configuration = from.bits(1, [
    ["dgafDisabled", 1],
    ["ppsMoId", 1],
    ["anqpDomainId", 1],
    ["", 1],
    ["release", 4],
  ]);
  const ppsMoId = configuration?.ppsMoId === 1 ? from.uint16() : undefined;
  const anqpDomainId = configuration?.anqpDomainId === 1 ? from.uint16() : undefined;
  return { configuration, ppsMoId, anqpDomainId, fault: from.fault };
}

/** OWE Transition Mode (Opportunistic Wireless Encryption 1.1, 2.2.1): the other half of a network that is open and encrypted at once. */
function readOweTransition(octets: Uint8Array) {
  const from = new OctetReader(octets);
  const bssid = from.address();
  const ssid = from.take(from.uint8() ?? 0, "length-beyond-end");
  if (ssid !== undefined && ssid.length > SSID_MAX_OCTETS) from.fail("too-long");
  const operatingClass = from.left > 0 ? from.uint8() : undefined;
  const channel = operatingClass === undefined ? undefined : from.uint8();
  return { bssid, ssid, operatingClass, channel, fault: from.fault };
}
