import { operatingMhz } from "./channels.ts";
import { eachElement, faultOf } from "./elements/element-stream.ts";
import { nameElement } from "./elements/element-names.ts";
import { SSID_MAX_OCTETS } from "./elements.ts";
import { OctetReader } from "./octet-reader.ts";

/** FILS Discovery Frame Control (9.6.7.36): how long the name is, and which fields follow. */
const CONTROL = [
  ["ssidOctets", 5],
  ["capability", 1],
  ["shortSsid", 1],
  ["configurationSequence", 1],
  ["accessNetworkOptions", 1],
  ["centreSegment1", 1],
  ["primaryChannel", 1],
  ["rsn", 1],
  ["length", 1],
  ["mobilityDomain", 1],
] as const;
const SHORT_SSID_OCTETS = 4;
const RSN_OCTETS = 5;
const MOBILITY_DOMAIN_OCTETS = 3;
/** FD Capability (9.6.7.36): what a station needs to know before it asks. */
const CAPABILITY = [
  ["ess", 1],
  ["privacy", 1],
  ["width", 3],
  ["streams", 3],
  ["", 1],
  ["multipleBssid", 1],
  ["phy", 3],
  ["minimumRate", 3],
] as const;

/**
 * A FILS Discovery frame (9.6.7.36), behind Category and Action: the short beacon that 6 GHz access points send every 20 ms. Its SSID is
 * of 1 to 32 octets, told as one less, or a short SSID of four.
 */
export function readFilsDiscovery(octets: Uint8Array) {
  const from = new OctetReader(octets);
  const control = from.bits(2, CONTROL);
  const has = (bit: number | undefined): boolean => bit === 1;
  const timestamp = from.uint64();
  const beaconInterval = from.uint16();
  const isShort = has(control?.shortSsid);
  const ssidOctets = (control?.ssidOctets ?? 0) + 1;
  if (control !== undefined && (ssidOctets > SSID_MAX_OCTETS || (isShort && ssidOctets !== SHORT_SSID_OCTETS)))
    from.fail("reserved-value");
  const shortSsid = isShort ? from.uint32() : undefined;
  const ssid = isShort ? undefined : from.take(ssidOctets, "length-beyond-end");
  if (has(control?.length)) from.uint8();
  const capability = has(control?.capability) ? from.bits(2, CAPABILITY) : undefined;
  const operatingClass = has(control?.primaryChannel) ? from.uint8() : undefined;
  const primaryChannel = has(control?.primaryChannel) ? from.uint8() : undefined;
  const configurationSequence = has(control?.configurationSequence) ? from.uint8() : undefined;
  const accessNetworkOptions = has(control?.accessNetworkOptions) ? from.uint8() : undefined;
  if (has(control?.rsn)) from.take(RSN_OCTETS);
  const centre1 = has(control?.centreSegment1) ? from.uint8() : undefined;
  if (has(control?.mobilityDomain)) from.take(MOBILITY_DOMAIN_OCTETS);
  const elements = [...eachElement(from.rest())];
  return {
    timestamp,
    beaconInterval,
    ssid,
    shortSsid,
    capability,
    operatingClass,
    primaryChannel,
    channelMhz: operatingMhz(operatingClass, primaryChannel),
    configurationSequence,
    accessNetworkOptions,
    centre1,
    elements: elements.map(({ id, extension }) => nameElement(id, extension)),
    fault: from.fault ?? faultOf(elements),
  };
}
