import { isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import { RecentTimes } from "../../air/recent-times.ts";
import { FORCED_DISCONNECT } from "./figures.ts";

/** Queues of who has parted are empty after so long, and after so long it may have come back. */
const PARTED_SECONDS = 0.5;
const BACK_SECONDS = 2;
/** A network that is in use is heard more often: a longer silence is the sensor's, who may have missed that somebody joined. */
const SILENCE_SECONDS = 0.3;
/** After a good-bye to everybody, who is heard first is followed. */
const FIRST_SECONDS = 0.3;

/**
 * Whether those who were parted go on all the same. After a good-bye that either meant, the station has no key any more (11.3.5.7, 12.6.18):
 * it joins anew, and until the handshake is over nothing between the two is protected. Where both go on to protect what they send each other,
 * neither of them has said it, or nobody keeps what it says: networks whose own good-byes are protected take no notice of others (12.2.7),
 * and some access points that steer busy stations go on serving them.
 */
export class KeptOn {
  /** Good-byes that nobody kept. */
  readonly times = new RecentTimes(FORCED_DISCONNECT.notKept);
  count = 0;
  #at = -Infinity;
  #heardAt = -Infinity;
  /** The station that is followed, or -1 while it is whoever is heard first. */
  #station = -1;
  #sent = false;
  #wasSent = false;

  /** Nobody has parted. */
  clear(): void {
    this.times.clear();
    this.count = 0;
    this.#at = -Infinity;
  }

  /** Takes a good-bye between the network and a station, or everybody. */
  part({ mayBeDamaged }: Frame, station: number, at: number): void {
    // A QoS Null frame, of which a station sends many, is one bit away from a deauthentication (9.2.4.1.3).
    this.#at = mayBeDamaged ? -Infinity : at;
    this.#heardAt = at;
    this.#station = isGroup(station) ? -1 : station;
    this.#sent = false;
    this.#wasSent = false;
  }

  /** Whether a good-bye was said a moment ago: only then what else is heard of the network matters. */
  isRecent(at: number): boolean {
    const passed = at - this.#at;
    return passed >= 0 && passed <= BACK_SECONDS;
  }

  /** Takes a frame of the network, while a good-bye is recent. */
  hear(frame: Frame, network: number, at: number): void {
    if (at - this.#heardAt > SILENCE_SECONDS) return this.#leave();
    this.#heardAt = at;
    const isOfData = frame.type === FrameType.Data;
    const isToNetwork = frame.receiver === network;
    const station = isToNetwork ? frame.transmitter : frame.receiver;
    // Beacons and the like are to everybody; a Null frame carries nothing that could be protected.
    if (isGroup(station) || frame.kind === FrameKind.null || frame.kind === FrameKind.qosNull) return;
    if (this.#station === -1) {
      if (!isOfData || !isToNetwork || at - this.#at > FIRST_SECONDS) return;
      this.#station = station;
    }
    if (station !== this.#station) return;
    // It joins, or shakes hands (12.7.6), or nothing is protected here.
    if (!isOfData || !frame.protected) return isOfData || isOfEntry(frame) ? this.#leave() : undefined;
    if (at - this.#at < PARTED_SECONDS) return;
    if (isToNetwork) this.#sent = true;
    else this.#wasSent = true;
    if (!this.#sent || !this.#wasSent) return;
    this.times.add(at);
    this.count++;
    this.#leave();
  }

  #leave(): void {
    this.#at = -Infinity;
  }
}

/** Whether a frame is one by which a station is let in (11.3). */
function isOfEntry({ kind }: Frame): boolean {
  return (
    kind === FrameKind.authentication ||
    kind === FrameKind.associationRequest ||
    kind === FrameKind.associationResponse ||
    kind === FrameKind.reassociationRequest ||
    kind === FrameKind.reassociationResponse
  );
}
