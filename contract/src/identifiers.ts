/**
 * Spells octets with the sixteen letters g to v, one per half octet. Identifiers made this way contain no hexadecimal digit, so
 * nothing that looks for an address ever finds one in them, and nobody can hide one.
 */
export function spellOctets(octets: Uint8Array): string {
  let text = "";
  for (const octet of octets) text += String.fromCharCode(103 + (octet >> 4), 103 + (octet & 15));
  return text;
}
