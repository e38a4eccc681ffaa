import { Action } from "./action.ts";
import { ELEMENT_HEADER_OCTETS, ElementId } from "./elements.ts";
import { ManagementSubtype } from "./frame-types.ts";
import { readUint16, readUint32 } from "./little-endian.ts";
import type { ParsedFrame } from "./parsed-frame.ts";
import { readSwitch, SWITCH_OCTETS, walkElements } from "./walk-elements.ts";

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
