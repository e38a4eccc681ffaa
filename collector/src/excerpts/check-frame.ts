import { CAPTURE_FORM } from "@probewarden/contract";
import type { MayStand } from "./may-stand.ts";

/** Frame Control (IEEE 802.11-2020, 9.2.4.1). */
const MANAGEMENT = 0;
const CONTROL = 1;
const DATA = 2;
const BOTH_DS = 0b0000_0011;
const PROTECTED = 0b0100_0000;
const PLUS_HTC = 0b1000_0000;
const QOS_SUBTYPE = 0b1000;
/** Control subtypes: Control Wrapper; CTS and ACK, which have one address; PS-Poll, whose association ID says nothing. */
const CONTROL_WRAPPER = 7;
const ONE_ADDRESS: readonly number[] = [12, 13];
const PS_POLL = 10;
/** Management subtypes with a question: association, reassociation, probe request. Authentication has no elements here, an action two octets. */
const ASKING: readonly number[] = [0, 2, 4];
const REASSOCIATION_REQUEST = 2;
const PROBE_REQUEST = 4;
const AUTHENTICATION = 11;
const ACTIONS: readonly number[] = [13, 14];
const HEADER_OCTETS = 24;
const ADDRESS_OCTETS = 6;
const CURRENT_ACCESS_POINT = HEADER_OCTETS + 4;
const SSID = 0;
const MOST_NAME_OCTETS = 32;
/** What a channel switch announcement has behind category and action. */
const SWITCH_OCTETS: readonly number[] = [0, 4, 5];
const BROADCAST = "ff:ff:ff:ff:ff:ff";
const GROUP = 0b01;

const STRANGER = "holds an address that may not leave a sensor";
const STRANGE_NAME = "holds a network name that may not leave a sensor";
const MORE = "holds more of a frame than may leave a sensor";

/** Why a frame of an excerpt, from Frame Control to before the FCS, is not what a sensor lets out; undefined where it is. */
export function whyNotFrame(frame: Buffer, mayStand: MayStand): string | undefined {
  if (frame.length < 10) return "has less than a frame";
  const control = frame[0] ?? 0;
  const type = (control >> 2) & 0b11;
  const subtype = control >> 4;
  if ((control & 0b11) !== 0) return MORE;
  if (type === MANAGEMENT) return whyNotManagement(frame, subtype, mayStand);
  if (type !== CONTROL && type !== DATA) return MORE;
  const isShort = type === CONTROL && ONE_ADDRESS.includes(subtype);
  const hasFour = type === DATA && ((frame[1] ?? 0) & BOTH_DS) === BOTH_DS;
  const addresses = type === CONTROL ? (isShort ? 10 : 16) : hasFour ? 30 : 24;
  const length = addresses + (type === DATA && (subtype & QOS_SUBTYPE) !== 0 ? 2 : 0);
  if (frame.length !== length || frame.subarray(addresses).some((octet) => octet !== 0)) return MORE;
  if (type === CONTROL && subtype === CONTROL_WRAPPER) return MORE;
  if (type === CONTROL && subtype === PS_POLL && frame.readUInt16LE(2) !== CAPTURE_FORM.anyAssociationId) return MORE;
  const places = type === CONTROL ? [4, ...(isShort ? [] : [10])] : [4, 10, 16, ...(hasFour ? [24] : [])];
  return places.every((at) => isNobodys(frame, at, mayStand)) ? undefined : STRANGER;
}

function whyNotManagement(frame: Buffer, subtype: number, mayStand: MayStand): string | undefined {
  const fixed = CAPTURE_FORM.fixedOctets[subtype] ?? -1;
  const flags = frame[1] ?? 0;
  if (frame.length < HEADER_OCTETS || (flags & PLUS_HTC) !== 0) return MORE;
  if (![4, 10, 16].every((at) => isNobodys(frame, at, mayStand))) return STRANGER;
  const body = frame.subarray(HEADER_OCTETS);
  if (body.length === 0) return undefined;
  if (fixed < 0 || (flags & PROTECTED) !== 0 || body.length < fixed) return MORE;
  if (subtype === REASSOCIATION_REQUEST && !isNobodys(frame, CURRENT_ACCESS_POINT, mayStand)) return STRANGER;
  const rest = body.subarray(fixed);
  if (ACTIONS.includes(subtype)) return SWITCH_OCTETS.includes(rest.length) ? undefined : MORE;
  const isByAccessPoint =
    subtype !== PROBE_REQUEST && subtype !== AUTHENTICATION && frame.subarray(10, 16).equals(frame.subarray(16, 22));
  return whyNotElements(rest, isByAccessPoint ? "all" : ASKING.includes(subtype) ? "name" : "none", mayStand);
}

function whyNotElements(elements: Buffer, may: "all" | "name" | "none", { names }: MayStand): string | undefined {
  let isFirstName = true;
  let at = 0;
  while (at < elements.length) {
    const id = elements[at] ?? 0;
    const next = at + 2 + (elements[at + 1] ?? Infinity);
    if (next > elements.length || may === "none" || (may === "name" && (at > 0 || id !== SSID))) return MORE;
    const content = elements.subarray(at + 2, next);
    if (id === SSID && isFirstName && content.length <= MOST_NAME_OCTETS) {
      isFirstName = false;
      if (!isNobodysName(content, names)) return STRANGE_NAME;
    } else if (content.subarray(CAPTURE_FORM.keptOctets[id] ?? 0).some((octet) => octet !== 0)) return MORE;
    at = next;
  }
  return undefined;
}

/** Whether an address is a pseudonym, everybody's, or one that may stand. A group address is somebody's with one bit more. */
function isNobodys(frame: Buffer, at: number, { addresses }: MayStand): boolean {
  const octets = Buffer.from(frame.subarray(at, at + ADDRESS_OCTETS));
  if (spell(octets) === BROADCAST) return true;
  octets[0] = (octets[0] ?? 0) & ~GROUP;
  const [first, second] = CAPTURE_FORM.pseudonym;
  return (octets[0] === first && octets[1] === second) || addresses.has(spell(octets));
}

const spell = (octets: Buffer): string => octets.toString("hex").replace(/..(?!$)/g, "$&:");

/** Whether a name hides itself, is a pseudonym, or may stand. */
function isNobodysName(name: Buffer, names: ReadonlySet<string>): boolean {
  const text = name.toString("latin1");
  if (text === "" || text === CAPTURE_FORM.directName || names.has(name.toString("hex"))) return true;
  const own = text.startsWith(CAPTURE_FORM.directName) ? text.slice(CAPTURE_FORM.directName.length) : text;
  return own.length === CAPTURE_FORM.nameOctets && /^~[g-v]+$/.test(own);
}
