import { areNeighbours, individual } from "../dot11/address.ts";
import type { AccessPoint } from "../air/access-points.ts";
import { NO_NAME, spellName } from "../venue/network-name.ts";
import type { Venue } from "../venue/venue.ts";
import { octetsTurned, possibleAddresses, writtenAddresses } from "./spelled-addresses.ts";

/** How phones name their hotspots unless their owners do: by owner, maker or model. Such a name may be a person's. */
const PHONE =
  /iphone|ipad|android|huawei|honor|redmi|xiaomi|oppo|vivo|realme|oneplus|galaxy|pixel|meizu|的手机|手机|热点|hotspot|'s |’s |的/iu;

/** Makers write an access point's own address into its name, or that of another of its radios. Any other address is somebody's. */
export function spellsAnother(name: Uint8Array, own: number, mayBeNamed: (address: number) => boolean): boolean {
  const isOwn = (it: number): boolean => areNeighbours(individual(it), individual(own));
  const isAnother = (it: number): boolean => !isOwn(it) && !isOwn(octetsTurned(it));
  return (
    writtenAddresses(name).some(isAnother) || possibleAddresses(name).some((it) => isAnother(it) && !mayBeNamed(it))
  );
}

/**
 * The name of an access point that came and stayed, in hex, where it may leave the sensor: public names, the venue's and our bait; another
 * where it does not read as a phone's, spells nobody's address but its own, and (which the caller knows) nobody was heard asking for it.
 * Whoever takes such a name for his box hides the name and nothing else.
 */
export function speakableName(
  known: AccessPoint,
  venue: Venue,
  mayBeNamed: (address: number) => boolean,
): string | undefined {
  if (known.name === NO_NAME) return undefined;
  const octets = known.nameOctets;
  const speakable = venue.speakable(octets);
  if (speakable !== undefined || PHONE.test(Buffer.from(octets).toString("utf8"))) return speakable;
  return spellsAnother(octets, known.bssid, mayBeNamed) ? undefined : spellName(octets);
}
