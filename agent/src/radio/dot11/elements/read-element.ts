import type { Fault } from "../octet-reader.ts";
import { SSID_MAX_OCTETS } from "../elements.ts";
import { readCountry } from "./country.ts";
import { readEhtCapabilities, readEhtOperation } from "./eht.ts";
import type { Element } from "./element-stream.ts";
import { readHe6GhzCapabilities, readHeCapabilities } from "./he-capabilities.ts";
import { readHeOperation } from "./he-operation.ts";
import { readHtCapabilities, readHtOperation } from "./ht.ts";
import { readNonInheritance } from "./inheritance.ts";
import { readAdvertisementProtocol, readInterworking, readRoamingConsortium } from "./interworking.ts";
import { readMultiLink } from "./multi-link.ts";
import { readBssidIndex, readMultipleBssid } from "./multiple-bssid.ts";
import { readExtendedCapabilities, readNeighbour, readOperatingClasses } from "./neighbours.ts";
import { readReducedNeighbourReport } from "./reduced-neighbour-report.ts";
import { readManagementMic, readRsn, readRsnExtension } from "./rsn.ts";
import * as small from "./small-elements.ts";
import { readVendor } from "./vendor.ts";
import { readVhtCapabilities, readVhtOperation } from "./vht.ts";

/** What an element says: its fields as far as they can be read, and what is wrong with it. */
export type ReadElement = { fault?: Fault | undefined } & Readonly<Record<string, unknown>>;

type Reader = (information: Uint8Array) => ReadElement;

const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [0, (ssid) => ({ ssid, fault: ssid.length > SSID_MAX_OCTETS ? "too-long" : undefined })],
  [1, small.readRates],
  [3, ([channel]) => ({ channel, fault: channel === undefined ? "too-short" : undefined })],
  [5, small.readTim],
  [7, readCountry],
  [11, small.readBssLoad],
  [37, small.readChannelSwitch],
  [45, readHtCapabilities],
  [48, readRsn],
  [50, small.readRates],
  [52, readNeighbour],
  [54, small.readMobilityDomain],
  [59, readOperatingClasses],
  [60, small.readExtendedChannelSwitch],
  [61, readHtOperation],
  [71, readMultipleBssid],
  [76, readManagementMic],
  [85, readBssidIndex],
  [107, readInterworking],
  [108, readAdvertisementProtocol],
  [111, readRoamingConsortium],
  [127, readExtendedCapabilities],
  [191, readVhtCapabilities],
  [192, readVhtOperation],
  [194, small.readWideBandwidthSwitch],
  [195, small.readTransmitPowerEnvelope],
  [201, readReducedNeighbourReport],
  [221, readVendor],
  [244, readRsnExtension],
]);
const EXTENSION_READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [35, readHeCapabilities],
  [36, readHeOperation],
  [55, small.readMultipleBssidConfiguration],
  [56, readNonInheritance],
  [59, readHe6GhzCapabilities],
  [106, readEhtOperation],
  [107, readMultiLink],
  [108, readEhtCapabilities],
]);

/**
 * Reads an element by its ID; undefined where its form is not known here. Two need more than their own octets to be read whole, and have more to say
 * to who calls their own reader: Multi-Link (the frame's elements) and EHT Capabilities (the widths of HE Capabilities).
 */
export function readElement({ id, extension, information, fault }: Element): ReadElement | undefined {
  const reader = extension < 0 ? READERS.get(id) : EXTENSION_READERS.get(extension);
  const read = reader?.(information);
  // What was cut by the frame's end is short in its own fields too: the cut is the reason.
  return read === undefined || fault === undefined ? read : { ...read, fault };
}
