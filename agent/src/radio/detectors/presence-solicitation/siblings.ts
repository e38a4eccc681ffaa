import type { AccessPoints } from "../../air/access-points.ts";

const OCTETS = [2 ** 32, 2 ** 24, 2 ** 16, 2 ** 8, 1] as const;
/** Of the last five octets, so many are the same where two addresses are one radio's: makers count up one of them, and set bits of the first. */
const SAME_OCTETS = 4;

/** Whether an address is like that of an access point: one of its other networks, which need not have a beacon of its own (11.1.3.8, Multiple BSSID). */
export function hasSibling(address: number, accessPoints: AccessPoints): boolean {
  for (const [bssid] of accessPoints) if (areSiblings(address, bssid)) return true;
  return false;
}

function areSiblings(one: number, other: number): boolean {
  let same = 0;
  for (const place of OCTETS) if (Math.floor(one / place) % 256 === Math.floor(other / place) % 256) same++;
  return same >= SAME_OCTETS;
}
