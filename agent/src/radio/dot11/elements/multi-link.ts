import { OctetReader, type Fault } from "../octet-reader.ts";
import { eachElement, SUBELEMENTS, type Element } from "./element-stream.ts";
import { inherit, readNonInheritance } from "./inheritance.ts";

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

/** STA Control of a Basic element (9.4.2.312.2.2), and of a Reconfiguration element (9.4.2.312.4). */
const BASIC_STATION = [
  ["linkId", 4],
  ["complete", 1],
  ["address", 1],
  ["beaconInterval", 1],
  ["tsfOffset", 1],
  ["dtim", 1],
  ["nstrPair", 1],
  ["nstrTwoOctets", 1],
  ["changeCount", 1],
] as const;
const RECONFIGURED_STATION = [
  ["linkId", 4],
  ["complete", 1],
  ["address", 1],
  ["removalTimer", 1],
  ["operation", 4],
  ["operationParameters", 1],
  ["nstrPair", 1],
  ["nstrTwoOctets", 1],
] as const;
const PER_STATION = 0;
const NON_INHERITANCE = 56;
/** Capability Information, before a profile's elements in every frame; an association response has a status code behind it. */
const CAPABILITY_OCTETS = 2;
const STATUS_OCTETS = 2;

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
  /** Elements of the frame that carries it. */
  frame: readonly Element[];
}

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
    if (it.id === PER_STATION && type !== undefined) links.push(readLink(it, type, context));
  }
  return { type, common, links, fault: fault ?? links.find((it) => it.fault !== undefined)?.fault };
}

type Type = (typeof TYPES)[number];

/** Common Info: its length counts itself, and what it has beyond the known fields is skipped. */
function readCommon(all: OctetReader, type: Type, presence: number) {
  const length = all.uint8();
  if (length === 0) all.fail("length-beyond-end");
  const from = new OctetReader(all.take(Math.max(0, (length ?? 1) - 1), "length-beyond-end") ?? new Uint8Array(0));
  const has = (bit: number): boolean => all.fault === undefined && ((presence >> bit) & 1) === 1;
  if (type === "probe-request") return { mldId: has(0) ? from.uint8() : undefined, fault: from.fault };
  if (type === "reconfiguration")
    return {
      mldAddress: has(0) ? from.address() : undefined,
      eml: has(1) ? from.bits(2, EML) : undefined,
      mld: has(2) ? from.bits(2, MLD) : undefined,
      fault: from.fault,
    };
  const mldAddress = all.fault === undefined ? from.address() : undefined;
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

function readLink({ information, fault }: Element, type: Type, context: MultiLinkContext | undefined): LinkProfile {
  const from = new OctetReader(information);
  if (type === "basic") return readBasicLink(from, fault, context);
  if (type === "reconfiguration") return readReconfiguredLink(from, fault);
  const control = from.bits(2, [
    ["linkId", 4],
    ["complete", 1],
  ]);
  const elements = type === "probe-request" || type === "priority-access" ? [...eachElement(from.rest())] : [];
  return {
    linkId: control?.linkId,
    complete: control?.complete === 1,
    address: undefined,
    capability: undefined,
    elements,
    fault: fault ?? from.fault ?? faultOf(elements),
  };
}

/** STA Info of `length` octets, which count the length itself. */
function stationInfo(from: OctetReader): OctetReader {
  const length = from.uint8();
  if (length === 0) from.fail("length-beyond-end");
  return new OctetReader(from.take(Math.max(0, (length ?? 1) - 1), "length-beyond-end") ?? new Uint8Array(0));
}

function readBasicLink(from: OctetReader, cut: Fault | undefined, context: MultiLinkContext | undefined): LinkProfile {
  const control = from.bits(2, BASIC_STATION);
  const info = stationInfo(from);
  const has = (bit: number | undefined): boolean => bit === 1 && from.fault === undefined;
  const address = has(control?.address) ? info.address() : undefined;
  const beaconInterval = has(control?.beaconInterval) ? info.uint16() : undefined;
  const tsfOffset = has(control?.tsfOffset) ? info.uint64() : undefined;
  const dtimCount = has(control?.dtim) ? info.uint8() : undefined;
  const dtimPeriod = has(control?.dtim) ? info.uint8() : undefined;
  if (has(control?.nstrPair)) info.take(control?.nstrTwoOctets === 1 ? 2 : 1);
  const changeCount = has(control?.changeCount) ? info.uint8() : undefined;
  const hasProfile = from.left > 0;
  const capability = hasProfile ? from.uint16() : undefined;
  const status = hasProfile && context?.isAssociationResponse === true ? from.uint16() : undefined;
  const own = [...eachElement(from.rest())];
  const list = own.find(({ extension }) => extension === NON_INHERITANCE);
  const kept = list === undefined ? undefined : readNonInheritance(list.information);
  const complete = control?.complete === 1;
  const elements = complete && context !== undefined ? inherit(context.frame, own, kept) : own;
  const fault = cut ?? from.fault ?? info.fault ?? faultOf(own) ?? kept?.fault;
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
    fault,
  };
}

function readReconfiguredLink(from: OctetReader, cut: Fault | undefined): LinkProfile {
  const control = from.bits(2, RECONFIGURED_STATION);
  const info = stationInfo(from);
  const address = control?.address === 1 && from.fault === undefined ? info.address() : undefined;
  const removalTimer = control?.removalTimer === 1 && from.fault === undefined ? info.uint16() : undefined;
  const own = from.left > CAPABILITY_OCTETS + STATUS_OCTETS ? undefined : [];
  const capability = own === undefined ? from.uint16() : undefined;
  const elements = own ?? [...eachElement(from.rest())];
  return {
    linkId: control?.linkId,
    complete: control?.complete === 1,
    address,
    removalTimer,
    capability,
    elements,
    fault: cut ?? from.fault ?? info.fault ?? faultOf(elements),
  };
}

function faultOf(elements: readonly Element[]): Fault | undefined {
  return elements.find((it) => it.fault !== undefined)?.fault;
}
