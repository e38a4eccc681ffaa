import { ELEMENT_HEADER_OCTETS } from "../elements.ts";
import { OctetReader, type Fault } from "../octet-reader.ts";
import { eachElement, faultOf, type Element } from "./element-stream.ts";
import { inherit } from "./inheritance.ts";
import { readInfo } from "./multi-link-info.ts";

/** STA Control: which link, and whether its profile is complete; so it begins in all elements. */
const STATION = [
  ["linkId", 4],
  ["complete", 1],
] as const;
/** Of a Basic element (IEEE 802.11be, 9.4.2.312.2.2), and of a Reconfiguration element (9.4.2.312.4). */
const BASIC_STATION = [
  ...STATION,
  ["address", 1],
  ["beaconInterval", 1],
  ["tsfOffset", 1],
  ["dtim", 1],
  ["nstrPair", 1],
  ["nstrTwoOctets", 1],
  ["changeCount", 1],
] as const;
const RECONFIGURED_STATION = [
  ...STATION,
  ["address", 1],
  ["removalTimer", 1],
  ["operation", 4],
  ["operationParameters", 1],
  ["nstrPair", 1],
  ["nstrTwoOctets", 1],
] as const;
/** Capability Information, before a profile's elements in every frame; an association response has a status code behind it. */
const CAPABILITY_OCTETS = 2;

/** One link's own part: a Per-STA Profile subelement. */
export interface LinkProfile {
  linkId: number | undefined;
  complete: boolean;
  /** Address of the affiliated access point or station on that link. */
  address: number | undefined;
  beaconInterval?: number | undefined;
  tsfOffset?: number | undefined;
  dtimCount?: number | undefined;
  dtimPeriod?: number | undefined;
  /** TBTTs until the link goes. */
  removalTimer?: number | undefined;
  changeCount?: number | undefined;
  capability: number | undefined;
  status?: number | undefined;
  /** The profile's elements; with a frame around it, and where it is complete, also those that it inherits. */
  elements: Element[];
  fault: Fault | undefined;
}

/** What decides how a profile begins, and what it inherits. */
export interface MultiLinkContext {
  isAssociationResponse: boolean;
  isBeacon: boolean;
  /** Elements of the frame that carries it. */
  frame: readonly Element[];
}

/** A profile of a Basic element: what an access point or a station is on that link. */
export function readBasicLink(profile: Element, context: MultiLinkContext | undefined): LinkProfile {
  const from = new OctetReader(profile.information);
  const control = from.bits(2, BASIC_STATION);
  const info = readInfo(from);
  const address = control?.address === 1 ? info.address() : undefined;
  const beaconInterval = control?.beaconInterval === 1 ? info.uint16() : undefined;
  const tsfOffset = control?.tsfOffset === 1 ? info.uint64() : undefined;
  const dtimCount = control?.dtim === 1 ? info.uint8() : undefined;
  const dtimPeriod = control?.dtim === 1 ? info.uint8() : undefined;
  if (control?.nstrPair === 1) info.take(control.nstrTwoOctets === 1 ? 2 : 1);
  const changeCount = control?.changeCount === 1 ? info.uint8() : undefined;
  // In a beacon a profile is what changes on another link, a switch of channel, and has elements only.
  const hasProfile = from.left > 0 && context?.isBeacon !== true;
  const capability = hasProfile ? from.uint16() : undefined;
  const status = hasProfile && context?.isAssociationResponse === true ? from.uint16() : undefined;
  const complete = control?.complete === 1;
  const { elements, fault } = inherit(complete ? (context?.frame ?? []) : [], [...eachElement(from.rest())]);
  return {
    linkId: control?.linkId,
    complete,
    address,
    beaconInterval,
    tsfOffset,
    dtimCount,
    dtimPeriod,
    changeCount,
    capability,
    status,
    elements,
    fault: profile.fault ?? from.fault ?? info.fault ?? fault,
  };
}

/** A profile of a Reconfiguration element: a link that goes, or is to be added, which has a capability and elements. */
export function readReconfiguredLink(profile: Element): LinkProfile {
  const from = new OctetReader(profile.information);
  const control = from.bits(2, RECONFIGURED_STATION);
  const info = readInfo(from);
  const address = control?.address === 1 ? info.address() : undefined;
  const removalTimer = control?.removalTimer === 1 ? info.uint16() : undefined;
  const hasProfile = from.left > CAPABILITY_OCTETS + ELEMENT_HEADER_OCTETS;
  const capability = hasProfile ? from.uint16() : undefined;
  const elements = hasProfile ? [...eachElement(from.rest())] : [];
  return {
    linkId: control?.linkId,
    complete: control?.complete === 1,
    address,
    removalTimer,
    capability,
    elements,
    fault: profile.fault ?? from.fault ?? info.fault ?? faultOf(elements),
  };
}

/** A profile of the other elements: which link is meant, and where the element has them, elements at once. */
export function readNamedLink(profile: Element, hasElements: boolean): LinkProfile {
  const from = new OctetReader(profile.information);
  const control = from.bits(2, STATION);
  const elements = hasElements ? [...eachElement(from.rest())] : [];
  return {
    linkId: control?.linkId,
    complete: control?.complete === 1,
    address: undefined,
    capability: undefined,
    elements,
    fault: profile.fault ?? from.fault ?? faultOf(elements),
  };
}
