import { isPublicRequest, isRequestOfAMember } from "../../dot11/action.ts";
import { isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import { PRESENCE_SOLICITATION } from "./figures.ts";

/** Ways to make a station show itself: it acknowledges, or answers, whatever it is asked. */
export const WAYS = ["control", "null", "data", "request"] as const;
/**
 * `control`: RTS, which is answered with CTS, and a block acknowledgement request. `null`: a Null or QoS Null frame. `data`: other data,
 * and what else is sent to who belongs to the sender: requests for measurements or block acknowledgement, say, and PS-Poll. `request`: GAS,
 * fine timing, authentication or association, or which network it is, asked of its receiver as if it were an access point.
 */
export type Way = (typeof WAYS)[number];

/** How a frame makes its receiver show itself; undefined when it does not, or is an answer. */
export function wayOf(frame: Frame): Way | undefined {
  const { kind, receiver, transmitter, bssid } = frame;
  if (isGroup(receiver) || receiver === transmitter) return undefined;
  switch (kind) {
    case FrameKind.rts:
    case FrameKind.blockAckRequest:
      return "control";
    case FrameKind.null:
    case FrameKind.qosNull:
      return "null";
    case FrameKind.authentication:
    case FrameKind.associationRequest:
    case FrameKind.reassociationRequest:
      // 9.3.3: who asks to be let in writes the access point's address into both; an access point's own frames have it as the transmitter.
      return receiver === bssid ? "request" : undefined;
    case FrameKind.probeRequest:
      return "request";
    case FrameKind.action:
      return isPublicRequest(frame) ? "request" : isRequestOfAMember(frame) ? "data" : undefined;
    case FrameKind.psPoll:
      return "data";
    default:
      return frame.type === FrameType.Data ? "data" : undefined;
  }
}

/** Whether a frame shows that its transmitter talks with its receiver: all but questions to everybody, answers to such, and beacons. */
export function isExchange({ kind, type, receiver }: Frame): boolean {
  if (isGroup(receiver)) return type === FrameType.Data;
  return (
    kind !== FrameKind.probeRequest &&
    kind !== FrameKind.probeResponse &&
    kind !== FrameKind.deauthentication &&
    kind !== FrameKind.disassociation &&
    kind !== FrameKind.beacon
  );
}

/**
 * Whether a frame is for nothing but its receiver's answer, or is asked as if its receiver were an access point: a request; a Null frame, but for
 * one of a station to its access point; an RTS that reserves no time for any frame behind it.
 */
export function isForTheAnswer(frame: Frame, way: Way): boolean {
  if (way === "null") return !frame.toDs;
  const { kind, durationMicroseconds } = frame;
  return (
    way === "request" ||
    (kind === FrameKind.rts &&
      durationMicroseconds >= 0 &&
      durationMicroseconds < PRESENCE_SOLICITATION.leastReservedMicroseconds)
  );
}
