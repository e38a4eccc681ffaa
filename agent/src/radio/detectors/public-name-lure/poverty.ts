import { ELEMENT_HEADER_OCTETS, ElementId, hasElement } from "../../dot11/elements.ts";

/** 00:50:f2, whose elements (WMM, WPA, WPS) every program writes: they say nothing of a maker. */
const COMMON_MAKER = [0x00, 0x50, 0xf2];

/** Whether beacons lack what access points for sale have: the country (9.4.2.8), or any element of their maker's. */
export function isPoor(elements: Uint8Array): boolean {
  return !hasElement(elements, ElementId.Country) && !hasMakersElement(elements);
}

function hasMakersElement(elements: Uint8Array): boolean {
  for (let at = 0; at + 4 < elements.length; at += ELEMENT_HEADER_OCTETS + elements[at + 1]!)
    if (
      elements[at] === ElementId.VendorSpecific &&
      COMMON_MAKER.some((octet, index) => elements[at + ELEMENT_HEADER_OCTETS + index] !== octet)
    )
      return true;
  return false;
}
