/** Octets of an OUI (9.4.1.31): who defined what stands behind it. */
export const OUI_OCTETS = 3;

/** The OUI that the octets begin with as a number, its first octet highest. The caller has checked that three are there. */
export function readOui(octets: Uint8Array): number {
  return (octets[0]! << 16) | (octets[1]! << 8) | octets[2]!;
}

/** The same spelled `00-50-f2`, as the standard does. */
export function spellOui(octets: Uint8Array): string {
  return Buffer.from(octets.subarray(0, OUI_OCTETS))
    .toString("hex")
    .replace(/..(?!$)/g, "$&-");
}
