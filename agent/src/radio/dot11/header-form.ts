import { bitsApart, BROADCAST, isGroup, isLocallyAdministered } from "./address.ts";
import type { Frame } from "./frame.ts";
import { FrameKind } from "./frame-kind.ts";

/** Capability Information, 9.4.1.4: ESS (an access point) and IBSS (stations among themselves). */
const CAPABILITY_ESS = 0b01;
const CAPABILITY_IBSS = 0b10;
/** Cluster ID of Wi-Fi Aware (Wi-Fi Aware 4.0, 9.1): 50:6f:9a:01 and two octets more. Its beacons go out under each device's own address. */
const AWARE_CLUSTER = 0x506f_9a01;
const OCTETS_OF_A_NUMBER = 0x1_0000;
/** Wrong bits up to which an address is the broadcast address, damaged; one that was meant differs in about half of 48. */
const DAMAGED_BITS = 12;

/**
 * Whether the MAC header of a beacon or probe response contradicts itself, so that some of it was not sent so. It says the same thing
 * twice: the transmitter is the BSSID (9.3.3.2), a beacon goes to everybody and an answer to one, and neither crosses the distribution
 * system (9.2.4.1.4). Another frame of which one bit of Frame Control was hit reads as a beacon, and its transmitter is whoever sent
 * it: a visitor's phone as a rule.
 */
export function contradictsItself(frame: Frame): boolean {
  if (frame.toDs || frame.fromDs) return true;
  // Of a station in an IBSS no group address is the transmitter's.
  if (frame.transmitter !== frame.bssid && (isGroup(frame.transmitter) || !isAmongStations(frame))) return true;
  if (frame.receiver === BROADCAST) return false;
  // A beacon to one receiver is odd and no damage, unless the receiver is nearly everybody. 6 GHz access points answer everybody (26.17.2.3.2).
  return (
    isGroup(frame.receiver) || (frame.kind === FrameKind.beacon && bitsApart(frame.receiver, BROADCAST) <= DAMAGED_BITS)
  );
}

/** Stations beacon under a BSSID that is none of theirs: in an IBSS, whose BSSID is made up (11.1.4), and in Wi-Fi Aware. */
function isAmongStations({ bssid, capability }: Frame): boolean {
  if (Math.floor(bssid / OCTETS_OF_A_NUMBER) === AWARE_CLUSTER) return true;
  const isIbss = (capability & CAPABILITY_IBSS) !== 0 && (capability & CAPABILITY_ESS) === 0;
  return isIbss && isLocallyAdministered(bssid) && !isGroup(bssid);
}
