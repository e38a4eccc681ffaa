import { OctetReader } from "../octet-reader.ts";
import { eachElement, faultOf, SUBELEMENTS, type Element } from "./element-stream.ts";
import {
  readBasicLink,
  readNamedLink,
  readReconfiguredLink,
  type LinkProfile,
  type MultiLinkContext,
} from "./link-profile.ts";
import { readInfo } from "./multi-link-info.ts";

/** Multi-Link Control (IEEE 802.11be, 9.4.2.312.1): type, and which fields of Common Info are there. */
const CONTROL = [
  ["type", 3],
  ["", 1],
  ["presence", 12],
] as const;
const TYPES = ["basic", "probe-request", "reconfiguration", "tdls", "priority-access"] as const;
const EML = [
  ["emlsr", 1],
  ["emlsrPaddingDelay", 3],
  ["emlsrTransitionDelay", 3],
  ["emlmr", 1],
  ["emlmrDelay", 3],
  ["transitionTimeout", 4],
] as const;
const MLD = [
  ["simultaneousLinks", 4],
  ["srs", 1],
  ["tidToLinkNegotiation", 2],
  ["frequencySeparation", 5],
  ["aar", 1],
  ["linkReconfiguration", 1],
  ["alignedTwt", 1],
] as const;
/** Subelement: a Per-STA Profile. */
const PER_STATION = 0;

type Type = (typeof TYPES)[number];
const LINK_READERS: Readonly<Record<Type, (profile: Element, context?: MultiLinkContext) => LinkProfile>> = {
  basic: readBasicLink,
  "probe-request": (profile) => readNamedLink(profile, true),
  reconfiguration: readReconfiguredLink,
  tdls: (profile) => readNamedLink(profile, false),
  "priority-access": (profile) => readNamedLink(profile, true),
};

/** Multi-Link (9.4.2.312, ID 255, extension 107): its five forms, with per-station profiles. Fragments were put together before. */
export function readMultiLink(information: Uint8Array, context?: MultiLinkContext) {
  const from = new OctetReader(information);
  const control = from.bits(2, CONTROL);
  const type = control === undefined ? undefined : TYPES[control.type];
  if (control !== undefined && type === undefined) from.fail("reserved-value");
  const common = type === undefined ? undefined : readCommon(from, type, control?.presence ?? 0);
  const links: LinkProfile[] = [];
  let fault = from.fault ?? common?.fault;
  for (const it of eachElement(from.rest(), SUBELEMENTS)) {
    fault ??= it.fault;
    if (it.id === PER_STATION && type !== undefined) links.push(LINK_READERS[type](it, context));
  }
  return { type, common, links, fault: fault ?? faultOf(links) };
}

/** Common Info: which of its fields are there is said by Multi-Link Control, other bits for each type. */
function readCommon(element: OctetReader, type: Type, presence: number) {
  const from = readInfo(element);
  // Where its length lies, none of them is.
  const isThere = element.fault === undefined;
  const has = (bit: number): boolean => isThere && ((presence >> bit) & 1) === 1;
  if (type === "probe-request")
    return {
      mldId: has(0) ? from.uint8() : undefined,
      mldAddress: has(1) ? from.address() : undefined,
      fault: from.fault,
    };
  if (type === "reconfiguration")
    return {
      mldAddress: has(0) ? from.address() : undefined,
      eml: has(1) ? from.bits(2, EML) : undefined,
      mld: has(2) ? from.bits(2, MLD) : undefined,
      fault: from.fault,
    };
  const mldAddress = isThere ? from.address() : undefined;
  if (type !== "basic") return { mldAddress, fault: from.fault };
  return {
    mldAddress,
    linkId: has(0) ? from.bits(1, [["id", 4]])?.id : undefined,
    changeCount: has(1) ? from.uint8() : undefined,
    mediumSynchronizationDelay: has(2) ? from.uint16() : undefined,
    eml: has(3) ? from.bits(2, EML) : undefined,
    mld: has(4) ? from.bits(2, MLD) : undefined,
    mldId: has(5) ? from.uint8() : undefined,
    extendedMld: has(6) ? from.uint16() : undefined,
    fault: from.fault,
  };
}
