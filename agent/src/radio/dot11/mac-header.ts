import { NO_ADDRESS, readAddress } from "./address.ts";
import type { SkipReason } from "./frame.ts";
import { kindOf } from "./frame-kind.ts";
import { ControlSubtype, FrameType, isKnownSubtype } from "./frame-types.ts";
import { readUint16 } from "./little-endian.ts";
import {
  ADDRESS_1,
  ADDRESS_2,
  ADDRESS_3,
  ADDRESS_4,
  DURATION,
  FOUR_ADDRESSES_OCTETS,
  FROM_DS,
  ONE_ADDRESS_OCTETS,
  PROTECTED,
  QOS_SUBTYPE,
  RETRY,
  SEQUENCE_CONTROL,
  THREE_ADDRESSES_OCTETS,
  TO_DS,
  TWO_ADDRESSES_OCTETS,
} from "./mac-layout.ts";
import type { ParsedFrame } from "./parsed-frame.ts";

/** Frame Control, first octet (9.2.4.1): protocol version, type, subtype. */
const PROTOCOL_VERSION = 0b0000_00_11;

/** Extension frames, subtype 1 (9.3.4.3). */
const S1G_BEACON = 1;

/** Duration/ID (9.2.4.2): with the highest bit it is an association ID, or says that a contention-free period is on. */
const LONGEST_DURATION = 0x7fff;

/** QoS Control (9.2.4.5): bit 7 says that an A-MSDU follows. */
const A_MSDU = 0b1000_0000;
/** Control Wrapper (9.3.1.9): the carried Frame Control, and its frame from Address 2 on, behind 4 octets of HT Control. */
const CARRIED_FRAME_CONTROL = 10;
const CARRIED_ADDRESS_2 = 16;

/**
 * Reads Frame Control, addresses and Sequence Control at `frame.start`. Which address means what is decided by type, subtype, ToDS and
 * FromDS (9.3.2.1, Table 9-30).
 */
export function readMacHeader(octets: Uint8Array, frame: ParsedFrame): SkipReason | undefined {
  const { start } = frame;
  const length = frame.end - start;
  if (length < ONE_ADDRESS_OCTETS) return "frame-too-short";
  const first = octets[start]!;
  if ((first & PROTOCOL_VERSION) !== 0) return "protocol-version";
  const type = (first >> 2) & 0b11;
  const subtype = first >> 4;
  if (!isKnownSubtype(type, subtype)) return refuse(type, subtype);
  const flags = octets[start + 1]!;
  frame.type = type;
  frame.subtype = subtype;
  frame.kind = kindOf(type, subtype);
  frame.toDs = (flags & TO_DS) !== 0;
  frame.fromDs = (flags & FROM_DS) !== 0;
  frame.retry = (flags & RETRY) !== 0;
  frame.protected = (flags & PROTECTED) !== 0;
  const duration = readUint16(octets, start + DURATION);
  frame.durationMicroseconds = duration <= LONGEST_DURATION ? duration : -1;
  frame.receiver = readAddress(octets, start + ADDRESS_1);
  if (type === FrameType.Control) return readControlAddresses(octets, length, frame);
  if (type === FrameType.Extension) {
    // A DMG beacon's only address is the BSSID (9.3.4.2).
    frame.bssid = frame.receiver;
    return undefined;
  }
  if (length < THREE_ADDRESSES_OCTETS) return "frame-too-short";
  frame.transmitter = readAddress(octets, start + ADDRESS_2);
  const sequenceControl = readUint16(octets, start + SEQUENCE_CONTROL);
  frame.sequence = sequenceControl >> 4;
  frame.fragment = sequenceControl & 0b1111;
  if (type === FrameType.Data) return readDataAddresses(octets, length, frame);
  frame.bssid = readAddress(octets, start + ADDRESS_3);
  return undefined;
}

/** By name what is known and not read here: S1G (900 MHz), whose beacons no radio of ours hears, and other extension frames. */
function refuse(type: number, subtype: number): SkipReason {
  if (type !== FrameType.Extension) return "reserved-subtype";
  return subtype === S1G_BEACON ? "s1g-frame" : "extension-frame";
}

function readDataAddresses(octets: Uint8Array, length: number, frame: ParsedFrame): SkipReason | undefined {
  const address3 = readAddress(octets, frame.start + ADDRESS_3);
  if (frame.toDs && frame.fromDs) {
    if (length < FOUR_ADDRESSES_OCTETS) return "frame-too-short";
    frame.destination = address3;
    frame.source = readAddress(octets, frame.start + ADDRESS_4);
  } else if (frame.toDs) {
    frame.bssid = frame.receiver;
    frame.source = frame.transmitter;
    frame.destination = address3;
  } else if (frame.fromDs) {
    frame.bssid = frame.transmitter;
    frame.source = address3;
    frame.destination = frame.receiver;
  } else {
    frame.bssid = address3;
    frame.source = frame.transmitter;
    frame.destination = frame.receiver;
  }
  if ((frame.subtype & QOS_SUBTYPE) !== 0) readAMsdu(octets, length, frame);
  return undefined;
}

/**
 * With an A-MSDU, sources and destinations stand in its subframes, and addresses 3 and 4 are the BSSID's (9.3.2.1, Table 9-30). Of four
 * addresses it is not taken from there: mesh stations write their own ends into them, and say so only inside.
 */
function readAMsdu(octets: Uint8Array, length: number, frame: ParsedFrame): void {
  const qosControl = frame.toDs && frame.fromDs ? FOUR_ADDRESSES_OCTETS : THREE_ADDRESSES_OCTETS;
  if (length <= qosControl || (octets[frame.start + qosControl]! & A_MSDU) === 0) return;
  if (frame.toDs) frame.destination = NO_ADDRESS;
  if (frame.fromDs) frame.source = NO_ADDRESS;
}

function readControlAddresses(octets: Uint8Array, length: number, frame: ParsedFrame): SkipReason | undefined {
  const { start, subtype } = frame;
  if (subtype === ControlSubtype.ControlWrapper) {
    if (length < CARRIED_ADDRESS_2) return "frame-too-short";
    const carried = octets[start + CARRIED_FRAME_CONTROL]! >> 4;
    if (carried === ControlSubtype.Cts || carried === ControlSubtype.Ack) return undefined;
    if (length < CARRIED_ADDRESS_2 + 6) return "frame-too-short";
    frame.transmitter = readAddress(octets, start + CARRIED_ADDRESS_2);
    return undefined;
  }
  if (subtype === ControlSubtype.Cts || subtype === ControlSubtype.Ack) return undefined;
  if (length < TWO_ADDRESSES_OCTETS) return "frame-too-short";
  frame.transmitter = readAddress(octets, start + ADDRESS_2);
  if (subtype === ControlSubtype.PsPoll) frame.bssid = frame.receiver;
  else if (subtype === ControlSubtype.CfEnd || subtype === ControlSubtype.CfEndCfAck) frame.bssid = frame.transmitter;
  return undefined;
}
