import type { AccessPoints } from "../../air/access-points.ts";

const TWO_TO_32 = 2 ** 32;
/** Of the last five octets, so many are the same where two addresses are one radio's: makers count up one of them, and set bits of the first. */
const SAME_OCTETS = 4;

/** Whether an address is like that of an access point: one of its other networks, which need not have a beacon of its own (11.1.3.8, Multiple BSSID). */
export function hasSibling(address: number, accessPoints: AccessPoints): boolean {
  return accessPoints.some((bssid) => areSiblings(address, bssid));
}

/** Asked of thousands at once: the last four octets are compared as one number of 32 bits. */
function areSiblings(one: number, other: number): boolean {
  const differs = one ^ other;
  let same = Math.floor(one / TWO_TO_32) % 256 === Math.floor(other / TWO_TO_32) % 256 ? 1 : 0;
  for (let mask = 0xff; mask !== 0; mask <<= 8) if ((differs & mask) === 0) same++;
  return same >= SAME_OCTETS;
}
