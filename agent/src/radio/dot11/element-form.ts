import { ELEMENT_HEADER_OCTETS, ElementId, SSID_MAX_OCTETS } from "./elements.ts";

/** Fewest and most octets of information by Element ID, of those that beacons carry (9.4.2); an ID that is not here may have any length. */
const LENGTHS: ReadonlyMap<number, readonly [fewest: number, most: number]> = new Map([
  [ElementId.Ssid, [0, SSID_MAX_OCTETS]],
  // Eight by the standard; old drivers put all rates into one element.
  [ElementId.SupportedRates, [1, 16]],
  [2, [5, 5]],
  [ElementId.DsParameterSet, [1, 1]],
  [4, [6, 6]],
  [ElementId.Tim, [4, 254]],
  [6, [2, 2]],
  [ElementId.Country, [6, 254]],
  [32, [1, 1]],
  [33, [2, 2]],
  [35, [2, 2]],
  [37, [3, 3]],
  [42, [1, 1]],
  [ElementId.HtCapabilities, [26, 26]],
  [ElementId.Rsn, [2, 254]],
  [ElementId.ExtendedSupportedRates, [1, 255]],
  [ElementId.HtOperation, [22, 22]],
  [ElementId.VhtCapabilities, [12, 12]],
  [192, [5, 5]],
  [ElementId.VendorSpecific, [3, 255]],
  [ElementId.Extension, [1, 255]],
]);

/**
 * Whether the elements of a beacon or probe response, as far as they are whole, are as a transmitter writes them: the SSID first (9.3.3.2),
 * each of a length that its ID allows. Where one length octet was hit on air, what follows is read at the wrong place, and hardly ever fits.
 * Where the snap length left none, nothing contradicts.
 */
export function hasFittingElements(elements: Uint8Array): boolean {
  if (elements.length > 0 && elements[0] !== ElementId.Ssid) return false;
  let at = 0;
  while (at + ELEMENT_HEADER_OCTETS <= elements.length) {
    const length = elements[at + 1]!;
    const next = at + ELEMENT_HEADER_OCTETS + length;
    if (next > elements.length) break;
    const bounds = LENGTHS.get(elements[at]!);
    if (bounds !== undefined && (length < bounds[0] || length > bounds[1])) return false;
    at = next;
  }
  return true;
}

/** Whether the SSID is whole, and the rates follow, which come second (9.3.3.2): so much of a frame that was cut shows that the name was read right. */
export function hasRatesBehindName(elements: Uint8Array): boolean {
  const second = ELEMENT_HEADER_OCTETS + (elements[1] ?? SSID_MAX_OCTETS);
  return elements[0] === ElementId.Ssid && elements[second] === ElementId.SupportedRates;
}
