import { ELEMENT_HEADER_OCTETS, ElementId } from "./elements.ts";

/**
 * Vendor-specific elements (9.4.2.25) by which small aircraft say who and where they are, by OUI and, where the maker has others too, type:
 * ASTM F3411-22a (fa:0b:bc 0d), the French signalement électronique (6a:5c:35 01, arrêté du 27 décembre 2019), DJI DroneID (26:37:12).
 */
const MARKS: readonly (readonly number[])[] = [
  [0xfa, 0x0b, 0xbc, 0x0d],
  [0x6a, 0x5c, 0x35, 0x01],
  [0x26, 0x37, 0x12],
];

/** Whether a beacon carries the identification of an aircraft. Such a beacon lets nobody in, and needs neither a channel nor a TIM. */
export function identifiesAircraft(elements: Uint8Array): boolean {
  let at = 0;
  while (at + ELEMENT_HEADER_OCTETS <= elements.length) {
    const information = at + ELEMENT_HEADER_OCTETS;
    const next = information + elements[at + 1]!;
    if (next > elements.length) return false;
    if (elements[at] === ElementId.VendorSpecific)
      for (const mark of MARKS)
        if (next - information > mark.length && mark.every((octet, index) => elements[information + index] === octet))
          return true;
    at = next;
  }
  return false;
}
