import { isPublicAnswer, isPublicRequest, isRequestOfAMember } from "../../dot11/action.ts";
import { isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import { PRESENCE_SOLICITATION } from "./figures.ts";

/** Ways to make a station show itself: it acknowledges, or answers, whatever it is asked. */
export const WAYS = ["control", "null", "data", "request", "answer"] as const;
/**
 * `control`: RTS, which is answered with CTS, and a block acknowledgement request. `null`: a Null or QoS Null frame. `data`: other data,
 * and what else is sent to who belongs to the sender: requests for measurements or block acknowledgement, say, and PS-Poll. `request`: GAS,
 * fine timing, authentication or association, or which network it is, asked of its receiver as if it were an access point. `answer`: what an
 * access point alone says, that it lets in, answers or sends away; it is acknowledged like the others.
 */
export type Way = (typeof WAYS)[number];

/** How a frame makes its receiver show itself; undefined when it does not, or is an answer to a question about networks. */
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
      return receiver === bssid ? "request" : "answer";
    case FrameKind.associationResponse:
    case FrameKind.reassociationResponse:
      return "answer";
    case FrameKind.deauthentication:
    case FrameKind.disassociation:
      // A protected one was made with the key of an association (12.2.7).
      return frame.protected ? undefined : "answer";
    case FrameKind.probeRequest:
      return "request";
    case FrameKind.action:
      if (isPublicRequest(frame)) return "request";
      if (isPublicAnswer(frame)) return "answer";
      return isRequestOfAMember(frame) ? "data" : undefined;
    case FrameKind.psPoll:
      return "data";
    default:
      return frame.type === FrameType.Data ? "data" : undefined;
  }
}

/** Whether a frame shows that its transmitter talks with its receiver: all but questions to everybody, answers to such, beacons, and good-byes, which who talks with nobody sends too. */
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
 * Whether a frame is for nothing but its receiver's answer, or is said between an access point and its stations: a request, an answer; a Null
 * frame, but for one of a station to its access point; an RTS that reserves no time for any frame behind it.
 */
export function isForTheAnswer(frame: Frame, way: Way): boolean {
  if (way === "null") return !frame.toDs;
  return way === "request" || way === "answer" || reservesNothing(frame);
}

/** Whether a frame carries nothing, whoever its receiver is: a Null frame, but for one of a station to its access point, or an RTS that is for no frame. */
export function carriesNothing(frame: Frame, way: Way): boolean {
  return way === "null" ? !frame.toDs : reservesNothing(frame);
}

/** Whether a frame is for an access point, or for nothing: of a station that belongs to somebody else, nobody has it to ask. */
export function isForNoStation(frame: Frame, way: Way): boolean {
  return way === "null" ? frame.toDs : way === "request" || reservesNothing(frame);
}

function reservesNothing({ kind, durationMicroseconds }: Frame): boolean {
  return (
    kind === FrameKind.rts &&
    durationMicroseconds >= 0 &&
    durationMicroseconds < PRESENCE_SOLICITATION.leastReservedMicroseconds
  );
}
