import { individual, isGroup, NO_ADDRESS } from "./address.ts";
import { FrameType } from "./frame-types.ts";

/**
 * Whether the transmitter address of a control frame is a bandwidth-signalling TA (9.2.4.3.7): the sender's address with the group bit set, which says
 * that the scrambler told the width. VHT and later stations send their RTS, CF-End, PS-Poll, block ack requests and NDP announcements so.
 */
export function signalsBandwidth({ type, transmitter }: { type: number; transmitter: number }): boolean {
  return type === FrameType.Control && transmitter !== NO_ADDRESS && isGroup(transmitter);
}

/** Who sent a frame: its transmitter, with the mask of bandwidth signalling taken off. In all other frames a group bit stays, for it is a lie. */
export function senderOf(frame: { type: number; transmitter: number }): number {
  return signalsBandwidth(frame) ? individual(frame.transmitter) : frame.transmitter;
}
