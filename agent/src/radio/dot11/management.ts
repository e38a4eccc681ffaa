import { Action } from "./action.ts";
import { ELEMENT_HEADER_OCTETS, ElementId, SSID_MAX_OCTETS } from "./elements.ts";
import { ManagementSubtype } from "./frame-types.ts";
import { readUint16, readUint32 } from "./little-endian.ts";
import type { ParsedFrame } from "./parsed-frame.ts";

/** MAC header of a management frame, and HT Control behind it where Frame Control's +HTC bit is set (9.3.3.1). */
const HEADER_OCTETS = 24;
const HT_CONTROL_OCTETS = 4;
const PLUS_HTC = 0b1000_0000;

/** Beacon and probe response (9.3.3.2, 9.3.3.10): Timestamp (8), Beacon Interval (2), Capability Information (2). */
const BEACON_INTERVAL = 8;
const BEACON_CAPABILITY = 10;
/** Authentication (9.3.3.11): Algorithm, Transaction Sequence, Status (2 each). With SAE, no elements follow at once. */
const SAE = 3;

/** Action (9.6): Category and Action; what follows depends on both. */
const ACTION_OCTETS = 2;

/** Octets of fixed fields before the elements by subtype; -1 where no elements follow, or their place depends on the content. */
const FIXED_OCTETS = Int8Array.of(4, 6, 10, 6, 0, 12, 10, -1, 12, -1, 2, 6, 2, -1, -1, -1);

/** Reads fixed fields and elements of a management frame. A body that is cut, or encrypted (802.11w), gives what can be read. */
export function readManagementBody(octets: Uint8Array, frame: ParsedFrame): void {
  // The body is ciphertext: what looks like a reason code would be noise.
  if (frame.protected) return;
  const body = managementBody(octets, frame.start);
  if (frame.subtype === ManagementSubtype.Action || frame.subtype === ManagementSubtype.ActionNoAck) {
    if (body + ACTION_OCTETS <= frame.end) readAction(octets, body, frame);
    return;
  }
  const fixed = FIXED_OCTETS[frame.subtype]!;
  if (fixed < 0 || body + fixed > frame.end) return;
  switch (frame.subtype) {
    case ManagementSubtype.Beacon:
    case ManagementSubtype.ProbeResponse:
      frame.hasTsf = true;
      frame.tsfLow = readUint32(octets, body);
      frame.tsfHigh = readUint32(octets, body + 4);
      frame.beaconIntervalTu = readUint16(octets, body + BEACON_INTERVAL);
      frame.capability = readUint16(octets, body + BEACON_CAPABILITY);
      break;
    case ManagementSubtype.AssociationRequest:
    case ManagementSubtype.AssociationResponse:
    case ManagementSubtype.ReassociationRequest:
    case ManagementSubtype.ReassociationResponse:
      frame.capability = readUint16(octets, body);
      break;
    case ManagementSubtype.Disassociation:
    case ManagementSubtype.Deauthentication:
      frame.reasonCode = readUint16(octets, body);
      break;
    case ManagementSubtype.Authentication:
      if (readUint16(octets, body) === SAE) return;
      break;
    default:
  }
  frame.elementsStart = body + fixed;
  walkElements(octets, frame);
}

/** Where the body of the management frame that begins at `start` does. */
export function managementBody(octets: Uint8Array, start: number): number {
  const plusHtc = (octets[start + 1]! & PLUS_HTC) !== 0;
  return start + HEADER_OCTETS + (plusHtc ? HT_CONTROL_OCTETS : 0);
}

/** Channel switch announcement (9.4.2.17): mode, new channel, count; the extended one (9.4.2.51) has an operating class behind the mode. */
const SWITCH_OCTETS = 3;

/** `at`: where the new channel stands, the count behind it. */
function readSwitch(octets: Uint8Array, at: number, frame: ParsedFrame): void {
  frame.switchChannel = octets[at]!;
  frame.switchCount = octets[at + 1]!;
}

function readAction(octets: Uint8Array, body: number, frame: ParsedFrame): void {
  frame.action = octets[body]! * 256 + octets[body + 1]!;
  const at = body + ACTION_OCTETS;
  if (frame.action === Action.channelSwitch) {
    const isWhole = at + ELEMENT_HEADER_OCTETS + SWITCH_OCTETS <= frame.end;
    if (isWhole && octets[at] === ElementId.ChannelSwitch && octets[at + 1] === SWITCH_OCTETS)
      readSwitch(octets, at + ELEMENT_HEADER_OCTETS + 1, frame);
  } else if (frame.action === Action.extendedChannelSwitch && at + SWITCH_OCTETS + 1 <= frame.end)
    readSwitch(octets, at + 2, frame);
}

/** Elements that a judge asks for first: bits by their ID, which are all below 32. RSN has a higher one, and is told apart. */
const NEEDED =
  (1 << ElementId.Ssid) | (1 << ElementId.SupportedRates) | (1 << ElementId.DsParameterSet) | (1 << ElementId.Tim);
/** Longest remainder that is taken for stray octets: an FCS (4), padding to 32 bits (3), a MIC (8). What is longer was an element. */
const STRAY_OCTETS = 8;

/**
 * One walk for what every detector asks: how many elements, what is behind the last, the first SSID, the channel. It only notes where they
 * stand, and reads them behind the loop: a loop that writes nothing is compiled to half the time, and somebody may send a thousand elements
 * in each frame.
 */
function walkElements(octets: Uint8Array, frame: ParsedFrame): void {
  const { end } = frame;
  let at = frame.elementsStart;
  let count = 0;
  let ssidAt = -1;
  let dsAt = -1;
  let htAt = -1;
  /** Where the new channel of a switch stands. */
  let switchAt = -1;
  /** IDs below 32 that were there whole. */
  let seen = 0;
  while (at + ELEMENT_HEADER_OCTETS <= end) {
    const information = at + ELEMENT_HEADER_OCTETS;
    const next = information + octets[at + 1]!;
    if (next > end) break;
    const id = octets[at]!;
    if (id <= ElementId.HtOperation) {
      const length = next - information;
      if (id === ElementId.Ssid && ssidAt < 0) ssidAt = information;
      else if (id === ElementId.DsParameterSet && length > 0) dsAt = information;
      else if (id === ElementId.HtOperation && length > 0) htAt = information;
      else if (id === ElementId.ChannelSwitch && length === SWITCH_OCTETS) switchAt = information + 1;
      else if (id === ElementId.ExtendedChannelSwitch && length === SWITCH_OCTETS + 1) switchAt = information + 2;
      if (id < 32) seen |= 1 << id;
    }
    at = next === information ? pastRepeated(octets, next, end, id) : next;
    count += 1 + ((at - next) >> 1);
  }
  // A longer one is no SSID by the standard, and every consumer counts on 32 octets.
  if (ssidAt >= 0 && octets[ssidAt - 1]! <= SSID_MAX_OCTETS) {
    frame.ssidStart = ssidAt;
    frame.ssidLength = octets[ssidAt - 1]!;
  }
  if (switchAt >= 0) readSwitch(octets, switchAt, frame);
  if (dsAt >= 0) frame.advertisedChannel = octets[dsAt]!;
  else if (htAt >= 0) frame.advertisedChannel = octets[htAt]!;
  frame.hasElements = true;
  frame.elementCount = count;
  if (at === end) return;
  frame.elementsRemainder = end - at;
  const needed = octets[at]! < 32 && (NEEDED & ~seen & (1 << octets[at]!)) !== 0;
  frame.elementsCut = end - at > STRAY_OCTETS || (needed && end - at > 1);
}

/** Behind an empty element: where those end that are the same once more, which say nothing new. Each has two octets. */
function pastRepeated(octets: Uint8Array, from: number, end: number, id: number): number {
  let at = from;
  while (at + ELEMENT_HEADER_OCTETS <= end && octets[at] === id && octets[at + 1] === 0) at += ELEMENT_HEADER_OCTETS;
  return at;
}
