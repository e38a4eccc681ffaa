import { isGroup, isLocallyAdministered } from "../dot11/address.ts";
import { SLOT_SECONDS, type AccessPoint } from "./access-points.ts";

/** Heard in so many of the last six ten-minute slots, an access point is a resident. */
const RESIDENT_SLOTS = 3;
/** A locally administered BSSID may be a phone's hotspot, which comes and goes with its owner. */
const HOTSPOT_SECONDS = 86_400;

/** A beaconing access point that has been here for a while. */
export function isResident(known: AccessPoint, atSeconds: number): boolean {
  if (known.beacons === 0 || isGroup(known.bssid)) return false;
  if (isLocallyAdministered(known.bssid) && atSeconds - known.firstAt < HOTSPOT_SECONDS) return false;
  const passed = Math.floor(atSeconds / SLOT_SECONDS) - known.slot;
  if (passed < 0 || passed > 5) return false;
  let slots = (known.slots << passed) & 0b111111;
  let heard = 0;
  for (; slots !== 0; slots &= slots - 1) heard++;
  return heard >= RESIDENT_SLOTS;
}
