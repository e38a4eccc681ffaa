import { SSID_MAX_OCTETS } from "../elements.ts";
import { OctetReader, type Fault } from "../octet-reader.ts";
import { eachElement, type Element } from "./element-stream.ts";
import { inherit } from "./inheritance.ts";

/** Elements of a profile that say which network it is (9.4.2.45). */
const SSID = 0;
const MULTIPLE_BSSID = 71;
const NONTRANSMITTED_CAPABILITY = 83;
const BSSID_INDEX = 85;
/** Capability Information of a network, which Nontransmitted BSSID Capability begins with (9.4.2.71). */
const CAPABILITY_OCTETS = 2;
/** Subelement: a profile. */
const PROFILE = 0;
/** MaxBSSID Indicator n: up to 2^n BSSIDs; 46 bits of an address can count, 8 are all that an index can say. */
const MOST_BITS = 8;

/** A network that another access point's beacon announces. */
export interface NontransmittedProfile {
  /** Its address: undefined where the index is missing or is none. */
  bssid: number | undefined;
  index: number | undefined;
  ssid: Uint8Array | undefined;
  capability: number | undefined;
  /** All its elements: those of the beacon that it inherits, with its own in their place. */
  elements: Element[];
  fault: Fault | undefined;
}

/**
 * The networks that a beacon or probe response announces beside its own, by Multiple BSSID elements (9.4.2.45, ID 71), with what they inherit
 * (11.1.3.8.4). A profile that does not fit into one element is continued in the next (11.1.3.8.3).
 */
export function readNontransmitted(elements: Uint8Array, transmittedBssid: number): NontransmittedProfile[] {
  const all = [...eachElement(elements)];
  const profiles: NontransmittedProfile[] = [];
  /** Of the element in which the open profile began: what a later one says is not about it. */
  let maxIndicator = 0;
  let open: Uint8Array[] = [];
  let fault: Fault | undefined;
  const close = (): void => {
    if (open.length > 0) profiles.push(profileOf(Buffer.concat(open), all, { transmittedBssid, maxIndicator }, fault));
    open = [];
    fault = undefined;
  };
  for (const it of all) {
    if (it.id !== MULTIPLE_BSSID) continue;
    const read = readMultipleBssid(it.information);
    for (const [index, profile] of read.profiles.entries()) {
      // Each begins with its capability: the first of an element that does not goes on where the element before ended.
      const goesOn = index === 0 && open.length > 0 && profile.information[0] !== NONTRANSMITTED_CAPABILITY;
      if (!goesOn) {
        close();
        maxIndicator = read.maxIndicator ?? 0;
      }
      open.push(profile.information);
      fault ??= profile.fault;
    }
  }
  close();
  return profiles;
}

/** One Multiple BSSID element as it is written: how many bits of the address count, and its subelements of the kind profile. */
export function readMultipleBssid(information: Uint8Array) {
  const from = new OctetReader(information);
  const maxIndicator = from.uint8();
  if (maxIndicator !== undefined && (maxIndicator < 1 || maxIndicator > MOST_BITS)) from.fail("reserved-value");
  const profiles = [...eachElement(from.rest(), { fragment: -1, hasExtensions: false })].filter(
    ({ id }) => id === PROFILE,
  );
  return { maxIndicator, profiles, fault: from.fault };
}

/** Multiple BSSID-Index (9.4.2.73, ID 85): which network of the set a profile is; its DTIM period and count stand in beacons only. */
export function readBssidIndex(information: Uint8Array) {
  const from = new OctetReader(information);
  const index = from.uint8();
  const dtimPeriod = from.left > 0 ? from.uint8() : undefined;
  const dtimCount = dtimPeriod === undefined ? undefined : from.uint8();
  return { index, dtimPeriod, dtimCount, fault: from.fault };
}

interface Transmitted {
  transmittedBssid: number;
  maxIndicator: number;
}

function profileOf(
  octets: Uint8Array,
  inherited: readonly Element[],
  { transmittedBssid, maxIndicator }: Transmitted,
  cut: Fault | undefined,
): NontransmittedProfile {
  const own = [...eachElement(octets)];
  const find = (id: number): Uint8Array | undefined => own.find((it) => it.id === id)?.information;
  const index = find(BSSID_INDEX)?.[0];
  const ssid = find(SSID);
  const capability = find(NONTRANSMITTED_CAPABILITY);
  const { elements, fault: ownFault } = inherit(inherited, own);
  const isIndex = index !== undefined && index > 0 && index < 2 ** maxIndicator;
  const fits = ssid !== undefined && ssid.length <= SSID_MAX_OCTETS;
  let fault = cut ?? ownFault;
  if (index === undefined || ssid === undefined || capability === undefined) fault ??= "missing";
  else if (capability.length < CAPABILITY_OCTETS) fault ??= "too-short";
  else if (!isIndex) fault ??= "reserved-value";
  else if (!fits) fault ??= "too-long";
  return {
    bssid: isIndex ? bssidOf(transmittedBssid, maxIndicator, index) : undefined,
    index,
    ssid: fits ? ssid : undefined,
    capability:
      capability === undefined || capability.length < CAPABILITY_OCTETS
        ? undefined
        : capability[0]! + 256 * capability[1]!,
    elements,
    fault,
  };
}

/** BSSID(i) (9.4.2.45): the lowest n bits of the transmitted one, plus i, modulo 2^n; the others stay. */
export function bssidOf(transmittedBssid: number, maxIndicator: number, index: number): number {
  const size = 2 ** maxIndicator;
  const low = transmittedBssid % size;
  return transmittedBssid - low + ((low + index) % size);
}
