import { operatingMhz } from "../channels.ts";
import { OctetReader } from "../octet-reader.ts";

/** Extended Capabilities (9.4.2.26, ID 127) by their bit: those that say how to ask about, or to move to, another network. */
const CAPABILITIES: readonly (readonly [bit: number, name: string])[] = [
  [2, "extended channel switching"],
  [19, "BSS transition"],
  [22, "Multiple BSSID"],
  [31, "Interworking"],
  [46, "WNM-Notification"],
  [62, "operating mode notification"],
  [70, "FTM responder"],
  [71, "FTM initiator"],
  [72, "FILS"],
  [77, "TWT requester"],
  [78, "TWT responder"],
  [80, "complete list of profiles"],
  [81, "SAE password identifiers"],
  [83, "enhanced Multiple BSSID advertisement"],
  [84, "beacon protection"],
  [88, "SAE-PK passwords only"],
];

/** As many octets as have a bit set; what is behind the last is not supported. */
export function readExtendedCapabilities(information: Uint8Array) {
  const supports = CAPABILITIES.filter(([bit]) => (((information[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1);
  return {
    octets: information.length,
    supports: supports.map(([, name]) => name),
    fault: information.length === 0 ? ("too-short" as const) : undefined,
  };
}

/** Supported Operating Classes (9.4.2.53, ID 59): the one in use first; behind a 130 or a 0 another list begins. */
export function readOperatingClasses(information: Uint8Array) {
  const from = new OctetReader(information);
  const current = from.uint8();
  return { current, classes: [...from.rest()], fault: from.fault };
}

/** BSSID Information (9.4.2.36). */
const BSSID_INFORMATION = [
  ["reachability", 2],
  ["security", 1],
  ["keyScope", 1],
  ["spectrumManagement", 1],
  ["qos", 1],
  ["apsd", 1],
  ["radioMeasurement", 1],
  ["", 2],
  ["mobilityDomain", 1],
  ["highThroughput", 1],
  ["veryHighThroughput", 1],
  ["ftm", 1],
  ["highEfficiency", 1],
] as const;

/** Neighbor Report (9.4.2.36, ID 52): one access point that a station may go to. Its subelements are not read. */
export function readNeighbour(information: Uint8Array) {
  const from = new OctetReader(information);
  const bssid = from.address();
  const about = from.bits(4, BSSID_INFORMATION);
  const operatingClass = from.uint8();
  const channel = from.uint8();
  const phy = from.uint8();
  return {
    bssid,
    about,
    operatingClass,
    channel,
    channelMhz: operatingMhz(operatingClass, channel),
    phy,
    fault: from.fault,
  };
}
