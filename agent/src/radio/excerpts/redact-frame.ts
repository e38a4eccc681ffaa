import { CAPTURE_FORM } from "@probewarden/contract";
import { readAddress } from "../dot11/address.ts";
import { ELEMENT_HEADER_OCTETS, ElementId, SSID_MAX_OCTETS } from "../dot11/elements.ts";
import { ControlSubtype, FrameType, ManagementSubtype } from "../dot11/frame-types.ts";
import {
  ADDRESS_1,
  ADDRESS_2,
  ADDRESS_3,
  ADDRESS_4,
  DURATION,
  FOUR_ADDRESSES_OCTETS,
  FROM_DS,
  ONE_ADDRESS_OCTETS,
  PLUS_HTC,
  PROTECTED,
  QOS_CONTROL_OCTETS,
  QOS_SUBTYPE,
  SEQUENCE_CONTROL,
  THREE_ADDRESSES_OCTETS,
  TO_DS,
  TWO_ADDRESSES_OCTETS,
} from "../dot11/mac-layout.ts";
import type { Pseudonyms } from "./pseudonyms.ts";

/** Frame Control (9.2.4.1): type and subtype. */
const TYPE_SHIFT = 2;
const SUBTYPE_SHIFT = 4;

/** HT Control (9.2.4.6), behind the header of a management frame with +HTC. */
const HT_CONTROL_OCTETS = 4;
/** Reassociation request (9.3.3.7): where Current AP Address stands in the body. */
const CURRENT_ACCESS_POINT = 4;

const TWO_TO_32 = 0x1_0000_0000;

/** Octets behind the last whole element that are stray ones and no element: an FCS, padding, a MIC. */
const STRAY_OCTETS = 8;

/** A frame as it may leave. */
export interface RedactedOctets {
  octets: Uint8Array;
  /** Elements are missing behind the last one that stands here, as they were when it was heard or because so much is not kept. */
  isCut: boolean;
}

/**
 * A frame as it may leave: addresses and names by their pseudonyms, of an access point's elements what a detector reads, of a station's frame
 * only what it asked. Undefined for a frame that has nothing to say by its header alone. `octets` begin with Frame Control and may be cut.
 */
export function redactFrame(octets: Uint8Array, pseudonyms: Pseudonyms): RedactedOctets | undefined {
  if (octets.length < ONE_ADDRESS_OCTETS) return undefined;
  const type = (octets[0]! >> TYPE_SHIFT) & 0b11;
  if (type === FrameType.Management)
    return octets.length < THREE_ADDRESSES_OCTETS ? undefined : redactManagement(octets, pseudonyms);
  const made =
    type === FrameType.Control
      ? redactControl(octets, pseudonyms)
      : type === FrameType.Data
        ? redactData(octets, pseudonyms)
        : undefined;
  return made === undefined ? undefined : { octets: made, isCut: false };
}

function redactControl(octets: Uint8Array, pseudonyms: Pseudonyms): Uint8Array | undefined {
  const subtype = octets[0]! >> SUBTYPE_SHIFT;
  if (subtype === ControlSubtype.ControlWrapper) return undefined;
  const hasTwo = subtype !== ControlSubtype.Cts && subtype !== ControlSubtype.Ack;
  const length = hasTwo ? TWO_ADDRESSES_OCTETS : ONE_ADDRESS_OCTETS;
  if (octets.length < length) return undefined;
  const made = octets.slice(0, length);
  if (subtype === ControlSubtype.PsPoll)
    new DataView(made.buffer).setUint16(DURATION, CAPTURE_FORM.anyAssociationId, true);
  replaceAddress(made, ADDRESS_1, pseudonyms);
  if (hasTwo) replaceAddress(made, ADDRESS_2, pseudonyms);
  return made;
}

function redactData(octets: Uint8Array, pseudonyms: Pseudonyms): Uint8Array | undefined {
  const hasFour = (octets[1]! & (TO_DS | FROM_DS)) === (TO_DS | FROM_DS);
  const addresses = hasFour ? FOUR_ADDRESSES_OCTETS : THREE_ADDRESSES_OCTETS;
  const length = addresses + (((octets[0]! >> SUBTYPE_SHIFT) & QOS_SUBTYPE) === 0 ? 0 : QOS_CONTROL_OCTETS);
  if (octets.length < length) return undefined;
  const made = octets.slice(0, length);
  // QoS Control tells how much waits at a station.
  made.fill(0, addresses);
  made[1]! &= ~PLUS_HTC;
  replaceAddress(made, ADDRESS_3, pseudonyms);
  if (hasFour) replaceAddress(made, ADDRESS_4, pseudonyms);
  return replaceHeader(made, pseudonyms);
}

function redactManagement(octets: Uint8Array, pseudonyms: Pseudonyms): RedactedOctets {
  const flags = octets[1]!;
  const subtype = octets[0]! >> SUBTYPE_SHIFT;
  // Zero where nothing is written, as long as the frame can become: a file has up to a thousand frames, made between those that are heard.
  const made = new Uint8Array(octets.length + SSID_MAX_OCTETS);
  const upTo = (end: number, cut = false): RedactedOctets => ({ octets: made.slice(0, end), isCut: cut });
  made.set(octets.subarray(0, THREE_ADDRESSES_OCTETS));
  made[1]! &= ~PLUS_HTC;
  replaceAddress(made, ADDRESS_3, pseudonyms);
  replaceHeader(made, pseudonyms);
  const body = octets.subarray(THREE_ADDRESSES_OCTETS + ((flags & PLUS_HTC) === 0 ? 0 : HT_CONTROL_OCTETS));
  const fixed = CAPTURE_FORM.fixedOctets[subtype]!;
  // An encrypted body is ciphertext, and one that is cut has no place for what it must hold.
  if ((flags & PROTECTED) !== 0 || fixed < 0 || body.length < fixed) return upTo(THREE_ADDRESSES_OCTETS);
  made.set(body.subarray(0, fixed), THREE_ADDRESSES_OCTETS);
  if (subtype === ManagementSubtype.ReassociationRequest)
    replaceAddress(made, THREE_ADDRESSES_OCTETS + CURRENT_ACCESS_POINT, pseudonyms);
  const end = THREE_ADDRESSES_OCTETS + fixed;
  const isAction = subtype === ManagementSubtype.Action || subtype === ManagementSubtype.ActionNoAck;
  if (isAction) {
    const announced = switchOf(body);
    made.set(announced, end);
    return upTo(end + announced.length);
  }
  const elements = body.subarray(fixed);
  if (isByAccessPoint(subtype, readAddress(octets, ADDRESS_2), readAddress(octets, ADDRESS_3)))
    return upTo(writeElements(elements, made, end, pseudonyms), isCut(elements));
  return upTo(mayAsk(subtype) ? writeAskedName(elements, made, end, pseudonyms) : end);
}

/** Beacons and answers are an access point's; of its other frames, what names the access point as its sender. */
function isByAccessPoint(subtype: number, transmitter: number, bssid: number): boolean {
  return (
    subtype !== ManagementSubtype.ProbeRequest && subtype !== ManagementSubtype.Authentication && transmitter === bssid
  );
}

function mayAsk(subtype: number): boolean {
  return (
    subtype === ManagementSubtype.ProbeRequest ||
    subtype === ManagementSubtype.AssociationRequest ||
    subtype === ManagementSubtype.ReassociationRequest
  );
}

/** The announcement of a channel switch (9.6.2.6, 9.6.7.7), where it stands at once behind category and action: an element, or four octets. */
function switchOf(body: Uint8Array): Uint8Array {
  if (body[0] === 0 && body[1] === 4 && body[2] === ElementId.ChannelSwitch && body[3] === 3) return body.slice(2, 7);
  return body[0] === 4 && body[1] === 4 ? body.slice(2, 6) : new Uint8Array(0);
}

/** Writes elements one by one, and leaves out what is behind the last whole one. Returns where they end. */
function writeElements(elements: Uint8Array, made: Uint8Array, from: number, pseudonyms: Pseudonyms): number {
  let end = from;
  let isFirstName = true;
  for (let at = 0; at + ELEMENT_HEADER_OCTETS <= elements.length;) {
    const id = elements[at]!;
    const length = elements[at + 1]!;
    const information = at + ELEMENT_HEADER_OCTETS;
    at = information + length;
    if (at > elements.length) break;
    if (id === ElementId.Ssid && isFirstName && length <= SSID_MAX_OCTETS) {
      isFirstName = false;
      end = writeName(pseudonyms.nameOf(elements.subarray(information, at)), made, end);
      continue;
    }
    made[end] = id;
    made[end + 1] = length;
    const kept = Math.min(length, CAPTURE_FORM.keptOctets[id] ?? 0);
    for (let octet = 0; octet < kept; octet++)
      made[end + ELEMENT_HEADER_OCTETS + octet] = elements[information + octet]!;
    end += ELEMENT_HEADER_OCTETS + length;
  }
  return end;
}

function writeName(name: Uint8Array, made: Uint8Array, at: number): number {
  made[at] = ElementId.Ssid;
  made[at + 1] = name.length;
  made.set(name, at + ELEMENT_HEADER_OCTETS);
  return at + ELEMENT_HEADER_OCTETS + name.length;
}

function isCut(elements: Uint8Array): boolean {
  let at = 0;
  while (at + ELEMENT_HEADER_OCTETS <= elements.length) {
    const next = at + ELEMENT_HEADER_OCTETS + elements[at + 1]!;
    if (next > elements.length) break;
    at = next;
  }
  return elements.length - at > STRAY_OCTETS;
}

/** Of a question the name and no more: what else a station writes into it tells which phone it is. Returns where it ends. */
function writeAskedName(elements: Uint8Array, made: Uint8Array, at: number, pseudonyms: Pseudonyms): number {
  const length = elements[1] ?? 0;
  if (elements[0] !== ElementId.Ssid || length > SSID_MAX_OCTETS || elements.length < ELEMENT_HEADER_OCTETS + length)
    return at;
  const name = elements.subarray(ELEMENT_HEADER_OCTETS, ELEMENT_HEADER_OCTETS + length);
  return writeName(pseudonyms.nameOf(name), made, at);
}

function replaceHeader(header: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  const transmitter = readAddress(header, ADDRESS_2);
  const view = new DataView(header.buffer);
  const control = view.getUint16(SEQUENCE_CONTROL, true);
  const sequence = pseudonyms.sequenceOf(transmitter, control >> 4);
  view.setUint16(SEQUENCE_CONTROL, (sequence << 4) | (control & 0b1111), true);
  replaceAddress(header, ADDRESS_1, pseudonyms);
  replaceAddress(header, ADDRESS_2, pseudonyms);
  return header;
}

function replaceAddress(octets: Uint8Array, at: number, pseudonyms: Pseudonyms): void {
  const address = pseudonyms.addressOf(readAddress(octets, at));
  const low = address % TWO_TO_32;
  const high = (address - low) / TWO_TO_32;
  octets[at] = high >>> 8;
  octets[at + 1] = high;
  octets[at + 2] = low >>> 24;
  octets[at + 3] = low >>> 16;
  octets[at + 4] = low >>> 8;
  octets[at + 5] = low;
}
